/** Deeper than DynamoDB itself nests, which is 32 levels. */
const MAX_DEPTH = 40;

/** Numbers of so few characters are the same as text and as a number of JavaScript. */
const EXACT_DIGITS = 15;

export type Item = Readonly<Record<string, unknown>>;

/**
 * An image of the stream as JSON that people can read. What JSON does not have, such as a set, stands in DynamoDB's own
 * form, `{ "SS": ["a"] }`: the trail tells of whatever was written, also of what the rules refuse.
 *
 * @param image attributes by name, as a stream or a stranger gives them; never throws
 */
export function jsonItem(image: unknown): Item {
  return members(image, 0);
}

/** Every member becomes the object's own, also one that is named `__proto__`. */
function members(attributes: unknown, depth: number): Item {
  const entries = isObject(attributes) ? Object.entries(attributes) : [];
  return Object.fromEntries(entries.map(([name, attribute]) => [name, json(attribute, depth)]));
}

function json(attribute: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return `(deeper than ${MAX_DEPTH} levels)`;
  const [type, value] = (isObject(attribute) ? Object.entries(attribute)[0] : undefined) ?? [];
  if (type === "S" && typeof value === "string") return value;
  if (type === "N" && typeof value === "string") return number(value);
  if (type === "BOOL" && typeof value === "boolean") return value;
  if (type === "NULL") return null;
  if (type === "M") return members(value, depth + 1);
  if (type === "L" && Array.isArray(value)) return value.map((entry) => json(entry, depth + 1));
  // A set or bytes; what is no attribute at all is nobody's value.
  return typeof value === "string" || isTexts(value) ? attribute : {};
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** DynamoDB's numbers have up to 38 digits: one that would come out as another stays as it is. */
function number(text: string): unknown {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const exact = Number.isFinite(value) && (text.length <= EXACT_DIGITS || String(value) === text);
  return exact ? value : { N: text };
}

export function isObject(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
