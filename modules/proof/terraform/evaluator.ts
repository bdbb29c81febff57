import { callFunction } from "./functions";
import { applyBinary, applyUnary, asTruth, equal } from "./operators";
import type { Node } from "./syntax";
import { asText, Instance, isList, isObject, isUntold, untold, type Value } from "./value";

/** What the names in an expression mean where it stands. */
export interface Scope {
  /** Names that a block or a `for` binds: `each`, `count`, an iterator. */
  readonly bound: ReadonlyMap<string, Value>;
  /** @returns what a path of names such as `["local", "tags"]` stands for, and how many of them it took. */
  resolve(names: readonly string[], text: string): { readonly value: Value; readonly taken: number };
}

/** How many rounds of `for` an expression may still take. */
interface Rounds {
  left: number;
}

type Step = { readonly key: Node | string } | "splat";

/** @returns the value of an expression; what can't be told is `unknown()`, as a whole or in part. */
export function evaluate(node: Node, scope: Scope, rounds: Rounds): Value {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "template":
      return evaluateTemplate(node, scope, rounds);
    case "name":
    case "attribute":
    case "index":
    case "splat":
      return evaluateTraversal(node, scope, rounds);
    case "call":
      return evaluateCall(node, scope, rounds);
    case "unary":
      return applyUnary(node.operator, evaluate(node.operand, scope, rounds)) ?? untold(node.text);
    case "binary":
      return evaluateBinary(node, scope, rounds);
    case "conditional":
      return evaluateConditional(node, scope, rounds);
    case "tuple":
      return node.elements.map((element) => evaluate(element, scope, rounds));
    case "object":
      return evaluateObject(node.entries, scope, rounds);
    case "for":
      return evaluateFor(node, scope, rounds);
  }
}

/** An unknown part leaves the rest of the text readable. */
function evaluateTemplate(node: Extract<Node, { kind: "template" }>, scope: Scope, rounds: Rounds): Value {
  return node.parts
    .map((part) => (typeof part === "string" ? part : (asText(evaluate(part, scope, rounds)) ?? untold(part.text))))
    .join("");
}

function evaluateTraversal(node: Node, scope: Scope, rounds: Rounds): Value {
  const { root, steps } = flatten(node);
  if (root.kind !== "name") {
    return follow(evaluate(root, scope, rounds), steps, 0, node.text, scope, rounds);
  }
  const bound = scope.bound.get(root.text);
  if (bound !== undefined) {
    return follow(bound, steps, 0, node.text, scope, rounds);
  }
  const names = [root.text];
  for (const step of steps) {
    if (step === "splat" || typeof step.key !== "string") {
      break;
    }
    names.push(step.key);
  }
  const { value, taken } = scope.resolve(names, node.text);
  return follow(value, steps, taken - 1, node.text, scope, rounds);
}

/** @returns what a chain of attributes and indexes starts from, and the chain in the order it is written. */
function flatten(node: Node): { readonly root: Node; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  let root = node;
  while (root.kind === "attribute" || root.kind === "index" || root.kind === "splat") {
    steps.push(root.kind === "splat" ? "splat" : { key: root.kind === "attribute" ? root.name : root.key });
    root = root.of;
  }
  return { root, steps: steps.reverse() };
}

function follow(start: Value, steps: readonly Step[], from: number, text: string, scope: Scope, rounds: Rounds): Value {
  let value = start;
  for (let index = from; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined || isUntold(value)) {
      return isUntold(value) ? untold(text) : value;
    }
    if (step === "splat") {
      const elements: readonly Value[] = isList(value) ? value : value === null ? [] : [value];
      return elements.map((element) => follow(element, steps, index + 1, text, scope, rounds));
    }
    value = member(value, typeof step.key === "string" ? step.key : evaluate(step.key, scope, rounds)) ?? untold(text);
  }
  return value;
}

/** @returns undefined where there is no such member, or the key can't be told. */
function member(value: Value, key: Value): Value | undefined {
  const name = asText(key);
  if (name === undefined || isUntold(key)) {
    return undefined;
  }
  if (value instanceof Instance) {
    return value.attribute(name);
  }
  if (isList(value)) {
    return value[Number(name)];
  }
  if (isObject(value)) {
    // Terraform sees every nested block as a list; Terraform JSON may write a single one without it.
    return Object.hasOwn(value, name) ? value[name] : name === "0" ? value : undefined;
  }
  return undefined;
}

function evaluateCall(node: Extract<Node, { kind: "call" }>, scope: Scope, rounds: Rounds): Value {
  const args = node.args.map((arg) => evaluate(arg, scope, rounds));
  const last = args.at(-1) ?? null;
  if (node.spread && !isList(last)) {
    return untold(node.text);
  }
  if (node.name === "try") {
    return args.find((arg) => !isUntold(arg)) ?? untold(node.text);
  }
  return (
    callFunction(node.name, node.spread && isList(last) ? [...args.slice(0, -1), ...last] : args) ?? untold(node.text)
  );
}

function evaluateBinary(node: Extract<Node, { kind: "binary" }>, scope: Scope, rounds: Rounds): Value {
  const left = evaluate(node.left, scope, rounds);
  if (node.operator !== "&&" && node.operator !== "||") {
    return applyBinary(node.operator, left, evaluate(node.right, scope, rounds)) ?? untold(node.text);
  }
  const settling = node.operator === "||";
  if (asTruth(left) === settling) {
    return settling;
  }
  const right = asTruth(evaluate(node.right, scope, rounds));
  return right === settling || asTruth(left) !== undefined ? (right ?? untold(node.text)) : untold(node.text);
}

/** Where the condition can't be told, the value still can if both branches agree. */
function evaluateConditional(node: Extract<Node, { kind: "conditional" }>, scope: Scope, rounds: Rounds): Value {
  const condition = asTruth(evaluate(node.condition, scope, rounds));
  if (condition !== undefined) {
    return evaluate(condition ? node.then : node.else, scope, rounds);
  }
  const then = evaluate(node.then, scope, rounds);
  return equal(then, evaluate(node.else, scope, rounds)) === true ? then : untold(node.text);
}

function evaluateObject(entries: readonly (readonly [Node, Node])[], scope: Scope, rounds: Rounds): Value {
  return Object.fromEntries(
    entries.map(([key, value]) => [
      asText(evaluate(key, scope, rounds)) ?? untold(key.text),
      evaluate(value, scope, rounds),
    ]),
  );
}

function evaluateFor(node: Extract<Node, { kind: "for" }>, scope: Scope, rounds: Rounds): Value {
  const collection = evaluate(node.collection, scope, rounds);
  if (!isList(collection) && !isObject(collection)) {
    return untold(node.text);
  }
  const made: [key: Value, value: Value][] = [];
  for (const [key, value] of Object.entries(collection)) {
    rounds.left -= 1;
    if (rounds.left < 0) {
      return untold(node.text);
    }
    const bound = new Map(scope.bound).set(node.valueName, value);
    if (node.keyName !== undefined) {
      bound.set(node.keyName, isList(collection) ? Number(key) : key);
    }
    const inner: Scope = { bound, resolve: (names, text) => scope.resolve(names, text) };
    const kept = node.condition === undefined ? true : asTruth(evaluate(node.condition, inner, rounds));
    if (kept === undefined) {
      return untold(node.text);
    }
    if (kept) {
      made.push([
        node.key === undefined ? null : evaluate(node.key, inner, rounds),
        evaluate(node.value, inner, rounds),
      ]);
    }
  }
  if (node.key === undefined) {
    return made.map(([, value]) => value);
  }
  return node.grouped
    ? grouped(made)
    : Object.fromEntries(made.map(([key, value]) => [asText(key) ?? untold(node.text), value]));
}

function grouped(entries: readonly (readonly [Value, Value])[]): Value {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of entries) {
    const name = asText(key) ?? "";
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return Object.fromEntries(groups);
}
