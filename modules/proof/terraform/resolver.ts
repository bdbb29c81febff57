import { type Attributes, isAttributes } from "../../guardrails/terraform-json";
import { blocksOf } from "./blocks";
import { Depth } from "./depth";
import { evaluate, type Scope } from "./evaluator";
import { parseTemplate } from "./parser";
import { Sizes } from "./size";
import { ExpressionError, type Node } from "./syntax";
import { isTemplate } from "./template";
import { asText, isList, isObject, untold, type Value } from "./value";

/** More than any configuration needs in one expression: `for` within `for` multiplies. */
const MOST_ITERATIONS = 1_000_000;

/** Resolves the templates in Terraform JSON to values. */
export class Resolver {
  private readonly depth = new Depth();
  private readonly sizes = new Sizes();
  private readonly parsed = new Map<string, Node | undefined>();

  /** @returns the value with every template in it resolved, what can't be told as `unknown()`. */
  resolve(given: unknown, scope: Scope): Value {
    if (typeof given === "string") {
      return isTemplate(given) ? this.template(given, scope) : given;
    }
    if (Array.isArray(given)) {
      return this.deeper("a value", () =>
        this.sizes.bounded(
          given.map((element) => this.resolve(element, scope)),
          "a value that is too large",
        ),
      );
    }
    if (isAttributes(given)) {
      return this.deeper("a value", () => this.sizes.bounded(this.body(given, scope), "a value that is too large"));
    }
    return typeof given === "number" || typeof given === "boolean" ? given : null;
  }

  /** @returns the blocks that `dynamic` blocks with this label come to, added to those that are written out. */
  blocks(label: string, body: Attributes, scope: Scope): Value {
    const written = body[label] === undefined ? [] : blocksOf(body[label]).map((block) => this.resolve(block, scope));
    const made: Value[] = [];
    for (const dynamic of blocksOf(body.dynamic).flatMap((byLabel) => blocksOf(byLabel[label]))) {
      const elements = this.iterate(dynamic.for_each, scope);
      if (elements === undefined) {
        return untold(`dynamic ${label}`);
      }
      const iterator = typeof dynamic.iterator === "string" ? dynamic.iterator : label;
      const content = blocksOf(dynamic.content)[0] ?? {};
      made.push(...elements.map((element) => this.resolve(content, withName(scope, iterator, element))));
    }
    return [...written, ...made];
  }

  /** @returns `{ key, value }` for each element of a `for_each`, undefined where they can't be told. */
  iterate(given: unknown, scope: Scope): readonly { readonly key: Value; readonly value: Value }[] | undefined {
    const collection = this.resolve(given, scope);
    if (isList(collection)) {
      return collection.map((value) => ({ key: value, value }));
    }
    return isObject(collection) ? Object.entries(collection).map(([key, value]) => ({ key, value })) : undefined;
  }

  deeper(what: string, read: () => Value): Value {
    return this.depth.within(read, () => untold(`${what} nested too deeply`));
  }

  private body(given: Attributes, scope: Scope): Value {
    const labels = dynamicLabels(given);
    const entries = Object.entries(given)
      .filter(([key]) => key !== "//" && !labels.has(key) && !(key === "dynamic" && labels.size > 0))
      .map(([key, value]) => [this.key(key, scope), this.resolve(value, scope)] as const);
    return Object.fromEntries([
      ...entries,
      ...[...labels].map((label) => [label, this.blocks(label, given, scope)] as const),
    ]);
  }

  private key(key: string, scope: Scope): string {
    return isTemplate(key) ? (asText(this.template(key, scope)) ?? untold(key)) : key;
  }

  private template(text: string, scope: Scope): Value {
    const node = this.parse(text);
    return node === undefined
      ? untold(text)
      : this.deeper(text, () => this.sizes.bounded(evaluate(node, scope, { left: MOST_ITERATIONS }), text));
  }

  private parse(text: string): Node | undefined {
    if (this.parsed.has(text)) {
      return this.parsed.get(text);
    }
    const node = tryToParse(text);
    this.parsed.set(text, node);
    return node;
  }
}

/** @returns the labels of the `dynamic` blocks in a body. */
export function dynamicLabels(body: Attributes): ReadonlySet<string> {
  return new Set(
    blocksOf(body.dynamic).flatMap((byLabel) =>
      Object.keys(byLabel).filter((label) => blocksOf(byLabel[label]).some((block) => block.content !== undefined)),
    ),
  );
}

export function withName(scope: Scope, name: string, value: Value): Scope {
  return { bound: new Map(scope.bound).set(name, value), resolve: (names, text) => scope.resolve(names, text) };
}

function tryToParse(text: string): Node | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof ExpressionError) {
      return undefined;
    }
    throw error;
  }
}
