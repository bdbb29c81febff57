import type { Thing } from "../stand-ins";
import { STAND_INS } from "../stand-ins-by-type";
import type { Block } from "./blocks";
import type { Scope } from "./evaluator";
import { dynamicLabels, type Resolver } from "./resolver";
import { Instance, plain, untold, type Value } from "./value";

/** Arguments of Terraform itself, which are no attributes of the resource. */
const META = new Set(["//", "count", "for_each", "provider", "lifecycle", "dynamic", "provisioner", "connection"]);

/** Where an instance is deployed to. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** One instance of a block; each attribute is resolved once, when it is first asked for. */
export class BlockInstance extends Instance implements Thing {
  private readonly resolved = new Map<string, Value>();
  private readonly resolving = new Set<string>();
  private readonly dynamic: ReadonlySet<string>;

  constructor(
    readonly address: string,
    readonly block: Block,
    private readonly place: Place,
    private readonly scope: Scope,
    private readonly resolver: Resolver,
    private readonly onCycle: (reference: string) => Value,
  ) {
    super();
    this.dynamic = dynamicLabels(block.attributes);
  }

  get type(): string {
    return this.block.type;
  }

  get account(): string {
    return this.place.account;
  }

  get region(): string {
    return this.place.region;
  }

  get partition(): string {
    return this.place.partition;
  }

  gives(name: string): boolean {
    const given = this.block.attributes[name];
    return !META.has(name) && ((given !== undefined && given !== null) || this.dynamic.has(name));
  }

  attribute(name: string): Value {
    const known = this.resolved.get(name);
    if (known !== undefined) {
      return known;
    }
    const reference = `${this.address}.${name}`;
    if (this.resolving.has(name)) {
      return this.onCycle(reference);
    }
    this.resolving.add(name);
    const value = this.resolver.deeper(reference, () => {
      const resolved = this.resolve(name);
      return resolved === undefined ? untold(reference) : resolved;
    });
    this.resolving.delete(name);
    this.resolved.set(name, value);
    return value;
  }

  /** @returns all that the block gives and what the tables add. */
  attributes(): Readonly<Record<string, Value>> {
    const standIns = STAND_INS[this.type] ?? {};
    const names = new Set([...Object.keys(this.block.attributes), ...this.dynamic, ...Object.keys(standIns)]);
    return Object.fromEntries([...names].filter((name) => !META.has(name)).flatMap((name) => this.entry(name)));
  }

  /** What is neither given nor filled in by AWS is left out. */
  private entry(name: string): readonly (readonly [string, Value])[] {
    const value = this.attribute(name);
    return this.gives(name) || value !== untold(`${this.address}.${name}`) ? [[name, plain(value)]] : [];
  }

  private resolve(name: string): Value | undefined {
    if (this.dynamic.has(name)) {
      return this.resolver.blocks(name, this.block.attributes, this.scope);
    }
    const given = this.gives(name) ? this.resolver.resolve(this.block.attributes[name], this.scope) : undefined;
    if (given !== undefined && given !== null) {
      return given;
    }
    // An argument that comes to null is as good as left out.
    const standIns = STAND_INS[this.type];
    return standIns !== undefined && Object.hasOwn(standIns, name) ? standIns[name]?.(this) : given;
  }
}
