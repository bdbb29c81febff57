import { isAttributes, text as textOf } from "../../guardrails/terraform-json";

/** Arguments as Terraform writes them: a block is an object in the JSON syntax, and a list of one in a plan. */
export type Attributes = Readonly<Record<string, unknown>>;

/** @returns the blocks of an argument, however many there are. */
export function blocks(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  const candidates = Array.isArray(value) ? value : [value];
  return candidates.filter((one): one is Attributes => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** @returns the one block of an argument. */
export function block(attributes: Attributes, name: string): Attributes | undefined {
  return blocks(attributes, name)[0];
}

/** @returns a text, or nothing where it is absent or empty: Terraform's plans write `""` for an argument not set. */
export function text(attributes: Attributes | undefined, name: string): string | undefined {
  const value = attributes?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** @returns a number, which a variable's default may give as a text. */
export function number(attributes: Attributes | undefined, name: string): number | undefined {
  const value = textOf(attributes?.[name]);
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

/** @returns the texts of a list; one alone counts as a list of one. */
export function texts(attributes: Attributes | undefined, name: string): readonly string[] {
  const value = attributes?.[name];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === "string" && one !== "");
}

/** @returns the JSON in an argument, or nothing where it can't be read. */
export function json(attributes: Attributes, name: string): unknown {
  const value = attributes[name];
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** @returns the members of the JSON in an argument, or nothing where it is no object. */
export function jsonObject(attributes: Attributes, name: string): Attributes | undefined {
  const value = json(attributes, name);
  return isAttributes(value) ? value : undefined;
}
