/*
 * Types of members, told from values of which nothing is known. None of these copies, throws, or looks deeper than it
 * says.
 */

type Members = Readonly<Record<string, unknown>>;

/** Date and time to the second or finer, and how far from UTC. */
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const MAX_INSTANT = 35;

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

/** A time as RFC 3339 writes it, with its offset, on a day that the calendar has. */
export function isInstant(value: unknown): boolean {
  return typeof value === "string" && value.length <= MAX_INSTANT && INSTANT.test(value) && isDay(value);
}

function isDay(instant: string): boolean {
  const day = digits(instant, 8);
  if (day <= 28) return true;
  const month = digits(instant, 5);
  if (month === 2) return day === 29 && isLeap(digits(instant, 0) * 100 + digits(instant, 2));
  return day <= 30 || !(month === 4 || month === 6 || month === 9 || month === 11);
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
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
