import type { OperationFacts, TargetingFacts } from "./targeting-facts";

type Members = Readonly<Record<string, unknown>>;

/** Deepest nesting at which two values are still compared: more than the rules on targeting allow. */
const MAX_COMPARED_DEPTH = 40;

/** Whether every operation is as asked. */
export function everyOperation(facts: TargetingFacts, keeps: (operation: OperationFacts) => boolean): boolean {
  const { operations } = facts;
  for (let index = 0; index < operations.length; index++) {
    const operation = operations[index];
    if (operation !== undefined && !keeps(operation)) return false;
  }
  return true;
}

/** Whether a value stands for itself: texts, numbers, true, false and null, and nothing that is computed. */
export function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** The only member's name and value, where the value is an operation. */
export function operationOf(value: unknown): readonly [operator: string, argument: unknown] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}

/** The path that a `var` reads; undefined for anything else, "" where it is no text. */
export function pathOf(value: unknown): string | undefined {
  const operation = operationOf(value);
  if (operation === undefined || operation[0] !== "var") return undefined;
  const path: unknown = Array.isArray(operation[1]) ? operation[1][0] : operation[1];
  return typeof path === "string" ? path : "";
}

/** Whether one of the values in an expression, down to a depth, is as asked: itself, its arguments, theirs and so on. */
export function someValue(value: unknown, asked: (value: unknown) => boolean, depth = MAX_COMPARED_DEPTH): boolean {
  if (asked(value)) return true;
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => someValue(inner, asked, depth - 1));
}

/** Whether two values read the same as JSON, members in any order. Values nested deeper than rules allow count as different. */
export function sameJson(left: unknown, right: unknown, depth = MAX_COMPARED_DEPTH): boolean {
  if (left === right) return true;
  if (depth === 0 || typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return false;
  }
  if (Array.isArray(left)) return Array.isArray(right) && sameList(left, right, depth);
  return !Array.isArray(right) && sameMembers(left as Members, right as Members, depth);
}

function sameList(left: readonly unknown[], right: readonly unknown[], depth: number): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (!sameJson(left[index], right[index], depth - 1)) return false;
  }
  return true;
}

function sameMembers(left: Members, right: Members, depth: number): boolean {
  let unmatched = 0;
  for (const name in left) {
    if (!Object.hasOwn(left, name)) continue;
    if (!Object.hasOwn(right, name) || !sameJson(left[name], right[name], depth - 1)) return false;
    unmatched--;
  }
  for (const name in right) if (Object.hasOwn(right, name)) unmatched++;
  return unmatched === 0;
}
