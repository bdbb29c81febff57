import type { Attributes } from "../../guardrails/terraform-json";
import type { Finding } from "../model";
import { type Block, blocksOf, labelled, resourceBlocks } from "./blocks";
import { cycle, unknownCount, unknownReference, unreadableModule } from "./configuration-findings";
import type { Scope } from "./evaluator";
import { counted, type Expansion, keyed, single } from "./expansion";
import { BlockInstance } from "./instance";
import { asNumber } from "./operators";
import { DEFAULT_PLACE, Places } from "./places";
import { Resolver, withName } from "./resolver";
import { asText, isUntold, untold, type Value } from "./value";

/** More than any account holds; a count beyond it is a mistake that would only eat memory. */
const MOST_INSTANCES = 20_000;

/** A Terraform configuration: what its names mean, and which instances its blocks come to. */
export class Configuration {
  readonly places: Places;
  private readonly resolver = new Resolver();
  private readonly variables: ReadonlyMap<string, Attributes>;
  private readonly locals: ReadonlyMap<string, unknown>;
  private readonly modules: ReadonlyMap<string, Attributes>;
  private readonly blocks: ReadonlyMap<string, Block>;
  private readonly values = new Map<string, Value>();
  private readonly expansions = new Map<string, Expansion<BlockInstance>>();
  private readonly open = new Set<string>();
  private readonly reported = new Map<string, Finding>();

  constructor(
    json: Attributes,
    private readonly given: Readonly<Record<string, unknown>>,
  ) {
    this.variables = labelled(json.variable);
    this.locals = new Map(blocksOf(json.locals).flatMap((locals) => Object.entries(locals)));
    this.modules = labelled(json.module);
    this.blocks = new Map(resourceBlocks(json).map((block) => [block.address, block]));
    this.places = new Places(json.provider, (value) => this.resolver.resolve(value, this.scopeOf("provider.aws")));
    for (const name of this.modules.keys()) {
      this.report(unreadableModule(name));
    }
  }

  instances(): readonly BlockInstance[] {
    return [...this.blocks.values()].flatMap((block) => this.expand(block).instances);
  }

  /** To be asked for after all attributes have been resolved. */
  findings(): readonly Finding[] {
    return [...this.reported.values()];
  }

  private scopeOf(address: string): Scope {
    return { bound: new Map(), resolve: (names, text) => this.lookUp(names, text, address) };
  }

  /** What names such as `["aws_sqs_queue", "events", "arn"]` start with is told here, the rest by the evaluator. */
  private lookUp(names: readonly string[], text: string, address: string): { value: Value; taken: number } {
    const [root = "", name = "", third = ""] = names;
    switch (root) {
      case "var":
        return { value: this.variable(name, address), taken: 2 };
      case "local":
        return { value: this.local(name, address), taken: 2 };
      case "path":
        return { value: ".", taken: 2 };
      case "terraform":
        return { value: "default", taken: 2 };
      case "module":
        return this.modules.has(name) ? { value: untold(text), taken: 2 } : this.nothing(names, text, address);
      case "data":
        return this.block(`data.${name}.${third}`, 3) ?? this.nothing(names, text, address);
      default:
        return this.block(`${root}.${name}`, 2) ?? this.nothing(names, text, address);
    }
  }

  private variable(name: string, address: string): Value {
    const variable = this.variables.get(name);
    if (variable === undefined) {
      return this.nothing(["var", name], `var.${name}`, address).value;
    }
    const given = Object.hasOwn(this.given, name) ? this.given[name] : variable.default;
    return given === undefined ? untold(`var.${name}`) : (given as Value);
  }

  private local(name: string, address: string): Value {
    return this.locals.has(name)
      ? this.once(`local.${name}`, () => this.resolver.resolve(this.locals.get(name), this.scopeOf(`local.${name}`)))
      : this.nothing(["local", name], `local.${name}`, address).value;
  }

  private block(address: string, taken: number): { value: Value; taken: number } | undefined {
    const block = this.blocks.get(address);
    return block === undefined ? undefined : { value: this.once(address, () => this.expand(block).value), taken };
  }

  private expand(block: Block): Expansion<BlockInstance> {
    const done = this.expansions.get(block.address);
    if (done !== undefined) {
      return done;
    }
    const expansion = this.expansionOf(block);
    this.expansions.set(block.address, expansion);
    return expansion;
  }

  private expansionOf(block: Block): Expansion<BlockInstance> {
    const scope = this.scopeOf(block.address);
    const { count, for_each: forEach } = block.attributes;
    if (count !== undefined && count !== null) {
      const number = asNumber(this.resolver.resolve(count, scope));
      return number === undefined || number > MOST_INSTANCES || number < 0
        ? this.uncounted(block, "count", { index: untold("count.index") })
        : counted(number, (index) => this.instance(block, `[${index}]`, withName(scope, "count", { index })));
    }
    if (forEach !== undefined && forEach !== null) {
      const elements = this.resolver.iterate(forEach, scope);
      const byKey = new Map(elements?.map((element) => [asText(element.key) ?? untold("each.key"), element]));
      return elements === undefined || [...byKey.keys()].some(isUntold)
        ? this.uncounted(block, "each", { key: untold("each.key"), value: untold("each.value") })
        : keyed([...byKey.keys()], (key) =>
            this.instance(block, `[${JSON.stringify(key)}]`, withName(scope, "each", byKey.get(key) ?? null)),
          );
    }
    return single(this.instance(block, "", scope));
  }

  /** One instance stands for the many that can't be told apart; it is a finding all the same. */
  private uncounted(block: Block, name: "count" | "each", bound: Value): Expansion<BlockInstance> {
    this.report(unknownCount(block.address, name === "count" ? "count" : "for_each"));
    return single(this.instance(block, "", withName(this.scopeOf(block.address), name, bound)));
  }

  private instance(block: Block, suffix: string, scope: Scope): BlockInstance {
    const address = `${block.address}${suffix}`;
    // A provider's region that is made of a resource asks for the place before there is one.
    const place = (this.places as Places | undefined)?.of(block.attributes) ?? DEFAULT_PLACE;
    return new BlockInstance(address, block, place, scope, this.resolver, (reference) => this.cycle(reference));
  }

  private once(address: string, read: () => Value): Value {
    const known = this.values.get(address);
    if (known !== undefined) {
      return known;
    }
    if (this.open.has(address)) {
      return this.cycle(address);
    }
    this.open.add(address);
    const value = this.resolver.deeper(address, read);
    this.open.delete(address);
    this.values.set(address, value);
    return value;
  }

  private nothing(names: readonly string[], text: string, address: string): { value: Value; taken: number } {
    this.report(unknownReference(address, names.slice(0, names[0] === "data" ? 3 : 2).join(".")));
    return { value: untold(text), taken: names.length };
  }

  private cycle(reference: string): Value {
    this.report(cycle(reference));
    return untold(reference);
  }

  /** Each fault once, however often it is met. */
  private report(finding: Finding): void {
    this.reported.set(`${finding.rule} ${finding.address} ${finding.fault}`, finding);
  }
}
