/** An attribute as DynamoDB writes it: `{ S: "text" }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** A plain object as a stream's image. Members that are undefined are left out, as the document client does. */
export function image(item: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, attribute(value)]),
  );
}

function attribute(value: unknown): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: image(value as Readonly<Record<string, unknown>>) };
}
