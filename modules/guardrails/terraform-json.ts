/** The arguments of one block. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The JSON of one synthesized stack, `//` metadata included, as cdktf's `toTerraform()` gives it. */
export interface TerraformJson {
  readonly terraform?: Attributes;
  readonly provider?: Attributes;
  readonly variable?: Readonly<Record<string, Attributes>>;
  readonly output?: Readonly<Record<string, Attributes>>;
  readonly locals?: Attributes;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** @returns nested blocks as a list: Terraform JSON writes a single block as an object or as a list of one. */
export function nested(value: unknown): readonly Attributes[] {
  return list(value).filter(isAttributes);
}

/** @returns the first nested block, or an empty one, so that a missing block reads as one without arguments. */
export function firstNested(value: unknown): Attributes {
  return nested(value)[0] ?? {};
}

/** @returns the value as a list: Terraform JSON and IAM both write a list of one as its element. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/** @returns the value as text, `""` where there is none. Numbers and booleans read as Terraform would print them. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** @returns whether an argument is given at all: cdktf writes no key for it, an override writes null. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** @returns whether an argument is literally true. An expression may turn out false, so it is not. */
export function isTrue(value: unknown): boolean {
  return text(value) === "true";
}

export function isAttributes(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
