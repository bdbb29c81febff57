import type { Subject } from "./subject";

/** How deep the values of variants are looked into. What lies deeper is refused by a rule about types. */
const MAX_DEPTH = 32;

/** Whether any of a flag's values can hold a text or a name. */
export function mayHoldTexts({ valueType }: Subject): boolean {
  return valueType !== "boolean" && valueType !== "number" && valueType !== "none";
}

/** Whether a text in any of the values matches. @param pattern without a state, so neither global nor sticky */
export function someText(values: readonly unknown[], pattern: RegExp): boolean {
  for (const value of values) if (textMatches(value, pattern, 0)) return true;
  return false;
}

/** Whether a name of a member of any of the values matches, however deep it is. */
export function someName(values: readonly unknown[], pattern: RegExp): boolean {
  for (const value of values) if (nameMatches(value, pattern, 0)) return true;
  return false;
}

/** Values in a value, itself counted; more than `most` are not counted. */
export function sizeOf(value: unknown, most: number, depth = 0): number {
  let size = 1;
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return size;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && size <= most; index++)
      size += sizeOf(value[index], most - size, depth + 1);
    return size;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    size += sizeOf(object[name], most - size, depth + 1);
    if (size > most) return size;
  }
  return size;
}

/** Whether objects and lists lie in one another more than `most` deep. */
export function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (most === 0) return true;
  if (Array.isArray(value)) {
    for (const entry of value) if (isDeeper(entry, most - 1)) return true;
    return false;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) if (isDeeper(object[name], most - 1)) return true;
  return false;
}

function textMatches(value: unknown, pattern: RegExp, depth: number): boolean {
  if (typeof value === "string") return pattern.test(value);
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const entry of value) if (textMatches(entry, pattern, depth + 1)) return true;
    return false;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) if (textMatches(object[name], pattern, depth + 1)) return true;
  return false;
}

function nameMatches(value: unknown, pattern: RegExp, depth: number): boolean {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const entry of value) if (nameMatches(entry, pattern, depth + 1)) return true;
    return false;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) if (pattern.test(name) || nameMatches(object[name], pattern, depth + 1)) return true;
  return false;
}
