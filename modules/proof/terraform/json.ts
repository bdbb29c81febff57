import { Instance, isList, isObject, untold, type Value } from "./value";

/** As `jsonencode` writes it: keys sorted. */
export function encodeJson(value: Value): string {
  return JSON.stringify(sorted(value));
}

/** @returns undefined for text that is no JSON, or that has a part which can't be told outside its strings. */
export function decodeJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function sorted(value: Value): Value {
  if (isList(value)) {
    return value.map(sorted);
  }
  if (value instanceof Instance) {
    return untold("a whole resource");
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, element]) => [key, sorted(element)]),
      )
    : value;
}
