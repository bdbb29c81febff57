import type { AuditAction, AuditEntry } from "./entry";
import { isObject } from "./json-item";

/** A message as what it says, or why it will never be readable, however often it is delivered. */
export type AuditReading =
  | { readonly kind: "entries"; readonly entries: readonly AuditEntry[] }
  | { readonly kind: "unreadable"; readonly fault: string };

const ACTIONS: ReadonlySet<unknown> = new Set<AuditAction>(["write", "rollback", "verdict", "publication", "check"]);
const ID = /^[0-9a-f]{32}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What each member has to be; the index knows no others that it searches by. */
const CHECKS: readonly (readonly [member: keyof AuditEntry, rule: string, holds: (value: unknown) => boolean])[] = [
  ["entry_id", "32 hexadecimal digits", (value) => isText(value) && ID.test(value)],
  ["@timestamp", "a time in UTC such as 2026-11-21T17:11:29.123Z", isTimestamp],
  ["action", `one of ${[...ACTIONS].join(", ")}`, (value) => ACTIONS.has(value)],
  ["flag_id", "a text that is not empty", (value) => isText(value) && value !== ""],
  ["version", "a whole number from 0 on", (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  ["environment", "a text", isText],
  ["user", "a text", isText],
  ["reason", "a text", isText],
  ["outcome", "a text", isText],
  ["principal", "a text", optional(isText)],
  ["correlation_id", "a text", optional(isText)],
  ["diff", "a list of changes, each with a path and the texts before and after", optional(isDiff)],
  ["diff_truncated", "true", optional((value) => value === true)],
  ["details", "an object", optional(isObject)],
];

/** Reads the body of a message in the audit queue. */
export function readAuditMessage(body: string): AuditReading {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (error) {
    return unreadable(`not-json: ${error instanceof Error ? error.message : error}`);
  }
  const entries = isObject(message) ? message.entries : undefined;
  if (!Array.isArray(entries)) return unreadable("not-an-audit-message: entries is no list");
  for (const [index, entry] of entries.entries()) {
    const fault = faultOf(entry);
    if (fault !== undefined) return unreadable(`not-an-audit-message: entries[${index}]${fault}`);
  }
  return { kind: "entries", entries };
}

function unreadable(fault: string): AuditReading {
  return { kind: "unreadable", fault };
}

function faultOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return " is no object";
  const broken = CHECKS.find(([member, , holds]) => !holds(entry[member]));
  return broken && `.${broken[0]} is not ${broken[1]}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTimestamp(value: unknown): boolean {
  return isText(value) && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value));
}

function isDiff(value: unknown): boolean {
  const isChange = (change: unknown) =>
    isObject(change) && isText(change.path) && optional(isText)(change.before) && optional(isText)(change.after);
  return Array.isArray(value) && value.every(isChange);
}

function optional(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || holds(value);
}
