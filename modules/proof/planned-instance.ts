import { type Attributes, firstNested, isAttributes, text } from "../guardrails/terraform-json";
import { isWhole } from "./identifiers";
import { type PlannedModules, type Referring, referencesOf, withoutKeys } from "./planned-modules";
import type { Thing } from "./stand-ins";
import { STAND_INS } from "./stand-ins-by-type";
import type { Place } from "./terraform/instance";
import { Instance, plain, untold, type Value } from "./terraform/value";

/** More modules than anybody nests. */
const MOST_HOPS = 20;

/**
 * What AWS tells of a resource that other blocks set: the policy of a queue shows on the queue too, and still does in a
 * plan that takes it away. It counts only where the resource's own block gives it.
 */
const ECHOES = new Set(["access_policies", "inline_policy", "managed_policy_arns", "policy"]);

/** One resource of a plan. Terraform resolved it; what it could not know yet is a stand-in, a reference, or unknown. */
export class PlannedInstance extends Instance implements Thing {
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  private readonly values: Attributes;
  private readonly unknown: Attributes;
  private readonly expressions: Attributes;
  private readonly resolved = new Map<string, Value>();
  private readonly resolving = new Set<string>();

  constructor(
    resource: Attributes,
    private readonly module: string,
    unknown: unknown,
    private readonly place: Place,
    private readonly modules: PlannedModules,
    private readonly find: (address: string) => PlannedInstance | undefined,
  ) {
    super();
    this.address = text(resource.address);
    this.type = text(resource.type);
    this.mode = resource.mode === "data" ? "data" : "managed";
    this.unknown = firstNested(unknown);
    const own = this.address.slice(module === "" ? 0 : module.length + 1);
    this.expressions = modules.expressions(module, withoutKeys(own));
    this.values = withoutEchoes(firstNested(resource.values), this.expressions);
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
    return isSet(this.values[name]) || name in this.expressions;
  }

  attribute(name: string): Value {
    const known = this.resolved.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.resolving.has(name)) {
      return untold(`${this.address}.${name}`);
    }
    this.resolving.add(name);
    const value = this.resolve(name) ?? untold(`${this.address}.${name}`);
    this.resolving.delete(name);
    this.resolved.set(name, value);
    return value;
  }

  attributes(): Readonly<Record<string, Value>> {
    const names = new Set([
      ...Object.keys(this.values),
      ...Object.keys(this.unknown).filter((name) => name in this.expressions),
      ...Object.keys(STAND_INS[this.type] ?? {}),
    ]);
    return Object.fromEntries(
      [...names].flatMap((name) => {
        const value = plain(this.attribute(name));
        return this.gives(name) || value !== untold(`${this.address}.${name}`) ? [[name, value]] : [];
      }),
    );
  }

  private resolve(name: string): Value | undefined {
    const value = this.values[name];
    const unknown = this.unknown[name];
    if (isSet(value) && !holdsTrue(unknown)) {
      return value as Value;
    }
    if (isSet(value) || (name in this.expressions && unknown !== undefined)) {
      return this.completed(name, value, unknown, this.expressions[name]);
    }
    const standIns = STAND_INS[this.type];
    return standIns !== undefined && Object.hasOwn(standIns, name) ? standIns[name]?.(this) : (value as Value);
  }

  /** Puts what references lead to in place of what the plan leaves open, wherever it stands in the value. */
  private completed(name: string, value: unknown, unknown: unknown, expression: unknown): Value {
    if (unknown === true) {
      return this.referred(name, expression);
    }
    if (unknown === undefined || unknown === false) {
      return (value ?? null) as Value;
    }
    if (Array.isArray(value)) {
      const flags = Array.isArray(unknown) ? unknown : [];
      return value.map((element, index) =>
        this.completed(name, element, flags[index], Array.isArray(expression) ? expression[index] : expression),
      );
    }
    if (isAttributes(value)) {
      const flags = firstNested(unknown);
      const written = firstNested(expression);
      return Object.fromEntries(
        [...new Set([...Object.keys(value), ...Object.keys(flags)])].map((key) => [
          key,
          this.completed(key, value[key] ?? null, flags[key], written[key] ?? expression),
        ]),
      );
    }
    return value as Value;
  }

  /**
   * A plan names the attributes in an expression but not what is done to them: `arn` and `${arn}/*` read alike.
   * Only where nothing can have been added is the attribute taken as the value.
   */
  private referred(name: string, expression: unknown): Value {
    const references = referencesOf(expression);
    const shown = untold(references[0] ?? `${this.address}.${name}`);
    let at: Referring = { module: this.module, references };
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      const [attribute = "", resource = "", ...others] = at.references;
      if (/^(?:var|module)\./.test(attribute) && others.length === 0) {
        at = this.modules.follow(at);
      } else if (others.length > 0 || !isWhole(name, resource, attribute.slice(resource.length + 1))) {
        return shown;
      } else {
        const found = this.find(at.module === "" ? resource : `${at.module}.${resource}`);
        return found?.attribute(attribute.slice(resource.length + 1)) ?? shown;
      }
    }
    return shown;
  }
}

/** A state comes without the configuration: what is an echo in it can't be told. */
function withoutEchoes(values: Attributes, expressions: Attributes): Attributes {
  return Object.keys(expressions).length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([name]) => !ECHOES.has(name) || name in expressions));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function holdsTrue(flags: unknown): boolean {
  return flags === true || (typeof flags === "object" && flags !== null && Object.values(flags).some(holdsTrue));
}
