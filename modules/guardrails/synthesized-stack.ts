import type { Target } from "../target";
import { referencesIn, replaceInterpolations } from "./expressions";
import { type Attributes, isAttributes, type TerraformJson, text } from "./terraform-json";

/** One resource or data source of a stack. */
export interface Block {
  /** `aws_iam_role.items` or `data.aws_region.current`. */
  readonly address: string;
  /** `aws_iam_role`. */
  readonly type: string;
  /** Path of the construct that made it, as cdktf notes it in the `//` metadata. */
  readonly path: string | undefined;
  readonly attributes: Attributes;
}

/** What the JSON itself does not tell. */
export interface StackContext {
  readonly target: Target;
  /** The words that stand for this system in names, such as its full name and its abbreviation. */
  readonly systemNames: readonly string[];
}

/** A stack's JSON, indexed once, so that a rule asks by address or by reference instead of searching. */
export class SynthesizedStack {
  readonly target: Target;
  readonly systemNames: readonly string[];
  private readonly byType = new Map<string, Block[]>();
  private readonly everyResource: Block[] = [];
  private readonly everyDataSource: Block[] = [];
  private readonly byAddress = new Map<string, Block>();
  private readonly referrers = new Map<string, ReadonlyMap<string, readonly Block[]>>();

  constructor(
    readonly json: TerraformJson,
    context: StackContext,
  ) {
    this.target = context.target;
    this.systemNames = context.systemNames;
    this.index("", json.resource);
    this.index("data.", json.data);
  }

  /** @returns the resources of one type. */
  resources(type: string): readonly Block[] {
    return this.byType.get(type) ?? [];
  }

  /** @returns the resources of all types, without data sources. */
  allResources(): readonly Block[] {
    return this.everyResource;
  }

  dataSources(): readonly Block[] {
    return this.everyDataSource;
  }

  block(address: string): Block | undefined {
    return this.byAddress.get(address);
  }

  /** @returns the blocks of this stack that a value refers to. */
  referred(value: unknown): readonly Block[] {
    return [...referencesIn(value)].flatMap((address) => this.byAddress.get(address) ?? []);
  }

  /** @returns the resources of one type whose argument refers to a block, such as the versioning of a bucket. */
  satellites(of: Block, type: string, argument: string): readonly Block[] {
    const key = `${type}.${argument}`;
    let index = this.referrers.get(key);
    if (index === undefined) {
      index = this.indexReferrers(type, argument);
      this.referrers.set(key, index);
    }
    return index.get(of.address) ?? [];
  }

  /** @returns a value that is nothing but `${local.name}` as that local's value, any other as it stands. */
  resolveLocal(value: unknown): unknown {
    const name = /^\$\{local\.([\w-]+)\}$/.exec(text(value))?.[1];
    return name === undefined ? value : (this.json.locals?.[name] ?? value);
  }

  /** @returns a template with each `${local.name}` replaced by that local, where it is a text. */
  expandLocals(template: string): string {
    return replaceInterpolations(template, (part) => {
      const value = this.resolveLocal(part);
      return typeof value === "string" ? value : part;
    });
  }

  private index(prefix: string, types: TerraformJson["resource"] = {}): void {
    for (const [type, blocks] of Object.entries(types)) {
      for (const [name, attributes] of Object.entries(blocks)) {
        const block = { address: `${prefix}${type}.${name}`, type, path: pathOf(attributes), attributes };
        this.byAddress.set(block.address, block);
        if (prefix === "") {
          this.everyResource.push(block);
          append(this.byType, type, block);
        } else {
          this.everyDataSource.push(block);
        }
      }
    }
  }

  private indexReferrers(type: string, argument: string): ReadonlyMap<string, readonly Block[]> {
    const index = new Map<string, Block[]>();
    for (const block of this.resources(type)) {
      for (const address of referencesIn(block.attributes[argument])) {
        append(index, address, block);
      }
    }
    return index;
  }
}

/** @returns a reader that computes its answer once a stack, however many rules ask. */
export function oncePerStack<T>(compute: (stack: SynthesizedStack) => T): (stack: SynthesizedStack) => T {
  const answers = new WeakMap<SynthesizedStack, { readonly answer: T }>();
  return (stack) => {
    const known = answers.get(stack) ?? { answer: compute(stack) };
    answers.set(stack, known);
    return known.answer;
  };
}

/** Adds to the list that a key has in a map. */
export function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const values = lists.get(key);
  if (values === undefined) {
    lists.set(key, [value]);
  } else {
    values.push(value);
  }
}

function pathOf(attributes: Attributes): string | undefined {
  const comment = attributes["//"];
  const metadata = isAttributes(comment) ? comment.metadata : undefined;
  const path = isAttributes(metadata) ? metadata.path : undefined;
  return typeof path === "string" ? path : undefined;
}
