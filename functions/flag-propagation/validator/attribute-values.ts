import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/*
 * Between DynamoDB's JSON and plain values. The SDK's own conversion assigns members one by one, which loses one that
 * is named `__proto__`, or makes it the object's prototype; here every member becomes the object's own.
 */

/** Deeper than DynamoDB itself nests, which is 32 levels. */
const MAX_DEPTH = 40;

/** Values in one item. An item of 400 KB has at most about 130,000. */
const MAX_VALUES = 200_000;

export interface PlainItem {
  readonly item: Readonly<Record<string, unknown>>;
  /**
   * Whether all of it is JSON. Sets and binary values are none, nor is what lies past a limit: such a value is
   * undefined in the item.
   */
  readonly complete: boolean;
}

/** @param image attributes by name, as a stream, the SDK or a stranger gives them; never throws */
export function plainItem(image: unknown): PlainItem {
  const reader = new Reader();
  return { item: reader.members(image, 0), complete: reader.complete };
}

class Reader {
  complete = true;
  private values = 0;

  members(attributes: unknown, depth: number): Record<string, unknown> {
    if (!isObject(attributes)) return this.incomplete({});
    return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, this.value(value, depth)]));
  }

  private value(attribute: unknown, depth: number): unknown {
    this.values += 1;
    if (depth > MAX_DEPTH || this.values > MAX_VALUES) return this.incomplete(undefined);
    const [type, value] = (isObject(attribute) ? Object.entries(attribute)[0] : undefined) ?? [];
    if (type === "S" && typeof value === "string") return value;
    if (type === "N" && typeof value === "string") return this.number(value);
    if (type === "BOOL" && typeof value === "boolean") return value;
    if (type === "NULL") return null;
    if (type === "M") return this.members(value, depth + 1);
    if (type === "L" && Array.isArray(value)) return value.map((entry) => this.value(entry, depth + 1));
    return this.incomplete(undefined);
  }

  private number(text: string): number | undefined {
    const number = text.trim() === "" ? Number.NaN : Number(text);
    return Number.isFinite(number) ? number : this.incomplete(undefined);
  }

  private incomplete<Value>(value: Value): Value {
    this.complete = false;
    return value;
  }
}

/**
 * Plain values as the attributes of an item. Members that are undefined are left out.
 *
 * @throws TypeError for a value that JSON does not have.
 */
export function attributesOf(item: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  const given = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number" && Number.isFinite(value)) return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (isObject(value)) return { M: attributesOf(value) };
  throw new TypeError(`${String(value)} cannot be kept in DynamoDB: give text, a finite number, true, false or null.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
