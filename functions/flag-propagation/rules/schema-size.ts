import { CONTENT_MAX_DEPTH } from "./read-content";
import type { Subject } from "./subject";

/**
 * Bytes of a flag as JSON that go into one message. SNS takes 256 KiB a message; a quarter is left for the times of the
 * hops, the message's attributes, and an envelope.
 */
export const MAX_PROPAGATED_BYTES = 192 * 1024;

/** No character takes more in JSON: `\u0000`. */
const MAX_CHARACTER_BYTES = 6;

/** Quotes, a comma and a colon, or the digits of a number. */
const MAX_VALUE_BYTES = 32;

/** Members of the record that services get. */
const PROPAGATED = [
  "state",
  "variants",
  "defaultVariant",
  "targeting",
  "metadata",
  "schedule",
  "dependencies",
] as const;

/** Whether what services get of a flag fits into one message; only a large record has to be counted for it. */
export function fitsMessage({ content, raw, deleted }: Subject): boolean {
  if (deleted) return true;
  if (content.characters * MAX_CHARACTER_BYTES + content.values * MAX_VALUE_BYTES <= MAX_PROPAGATED_BYTES) return true;
  if (content.truncated) return false;
  let bytes = 2;
  for (const name of PROPAGATED) {
    if (Object.hasOwn(raw, name)) bytes += name.length + 4 + jsonBytes(raw[name], 0);
    if (bytes > MAX_PROPAGATED_BYTES) return false;
  }
  return true;
}

/** @param depth of the objects and lists that it lies in: past the limit nothing is counted, another rule refuses it */
function jsonBytes(value: unknown, depth: number): number {
  if (typeof value === "string") return textBytes(value);
  if (typeof value !== "object" || value === null || depth > CONTENT_MAX_DEPTH) return String(value).length;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const entry of value) bytes += 1 + jsonBytes(entry, depth + 1);
    return bytes;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) bytes += 2 + textBytes(name) + jsonBytes(object[name], depth + 1);
  return bytes;
}

/** Bytes of a text in JSON as UTF-8, with its quotes. */
function textBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index++) bytes += codeUnitBytes(text.charCodeAt(index));
  return bytes;
}

function codeUnitBytes(unit: number): number {
  if (unit < 0x20) return MAX_CHARACTER_BYTES;
  if (unit === 0x22 || unit === 0x5c) return 2;
  if (unit < 0x80) return 1;
  // Half of a pair takes half of the pair's four bytes.
  if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) return 2;
  return unit >= 0xfffe ? MAX_CHARACTER_BYTES : 3;
}
