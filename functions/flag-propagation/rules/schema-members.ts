import { readInstant } from "./read-instant";

/*
 * Types of members, told from values of which nothing is known. None of these copies, throws, or looks deeper than it
 * says.
 */

type Members = Readonly<Record<string, unknown>>;

/** Where a time has the colon before its seconds, as RFC 3339 wants it. */
const SECONDS_AT = 16;

const INK = /\S/;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that is not white space alone. */
export function isText(value: unknown, maxLength: number): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= maxLength && INK.test(value);
}

/** A whole number from 1 to the largest that a double tells from its neighbours. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A time as RFC 3339 writes it, with seconds and its offset, on a day that the calendar has. */
export function isInstant(value: unknown): boolean {
  return typeof value === "string" && value[SECONDS_AT] === ":" && !Number.isNaN(readInstant(value));
}

/** Whether an object has these two members and no other. */
export function hasExactly(object: Members, one: string, other: string): boolean {
  let members = 0;
  for (const _ in object) if (++members > 2) return false;
  return members === 2 && Object.hasOwn(object, one) && Object.hasOwn(object, other);
}

export function hasOnly(object: Members, allowed: ReadonlySet<string>): boolean {
  for (const name in object) if (!allowed.has(name)) return false;
  return true;
}
