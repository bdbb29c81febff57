import { unknown } from "../model";

/** One instance of a resource, whose attributes are resolved when they are asked for. */
export abstract class Instance {
  abstract attribute(name: string): Value;
}

/** What an expression comes to. A part that can't be told is a text, `unknown()`. Sets are lists. */
export type Value = null | boolean | number | string | Instance | readonly Value[] | { readonly [key: string]: Value };

/** @returns what stands for an expression that can't be told, without quotes, so that it may stand inside JSON. */
export function untold(expression: string): string {
  const text = expression.replace(/["\\]/g, "'").replace(/\s+/g, " ");
  return unknown(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

/** @returns whether the value as a whole, or a part of this one text, can't be told; what it contains is not looked into. */
export function isUntold(value: Value): value is string {
  return typeof value === "string" && value.includes("⟨unknown: ");
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Instance);
}

/** @returns whether anything in a value, however deep, can't be told. */
export function holdsUntold(value: Value): boolean {
  if (isList(value)) {
    return value.some(holdsUntold);
  }
  return isObject(value) ? Object.values(value).some(holdsUntold) : isUntold(value) || value instanceof Instance;
}

/** @returns the value as it stands in a template, undefined where Terraform would refuse it there. */
export function asText(value: Value): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** @returns the value as data: a whole resource inside it is one more thing that can't be told. */
export function plain(value: Value): Value {
  if (isList(value)) {
    return value.map(plain);
  }
  if (value instanceof Instance) {
    return untold("a whole resource");
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plain(element)]))
    : value;
}
