import { diff } from "./diff";
import type { AuditEntry } from "./entry";
import { type Item, isObject } from "./json-item";
import { limitedDiff } from "./limited-diff";
import { makeEntry, textOf } from "./make-entry";
import type { RecordChange } from "./record-change";

/** What a version says of itself, not of the flag. It is in the entry, or in another record of the table. */
const BOOKKEEPING = new Set([
  "flag_id",
  "record",
  "listing",
  "version",
  "environment",
  "created_at",
  "written_at",
  "reason",
  "user",
  "release",
  "principal",
  "correlation_id",
  "rollback",
]);

/** Who did it, where nobody said. */
const UNKNOWN_USER = "unknown";

/** Whom the stream names for records whose time to live has ended. */
const TIME_TO_LIVE = "dynamodb.amazonaws.com";

/** Tells of a change of a flag's current version, whoever made it and whatever it says. */
export function writeEntry(change: RecordChange): AuditEntry {
  const { before, after, removed } = change;
  if (removed) return removedEntry(change);
  if (after === undefined) {
    return makeEntry(
      change,
      {},
      {
        action: "write",
        at: undefined,
        user: UNKNOWN_USER,
        reason: "The table's stream does not say what was written.",
        outcome: before === undefined ? "created" : "changed",
      },
    );
  }
  const details = detailsOf(after);
  return makeEntry(change, after, {
    action: Object.hasOwn(after, "rollback") ? "rollback" : "write",
    at: after.written_at,
    user: textOf(after.user) ?? UNKNOWN_USER,
    reason: textOf(after.reason) ?? "No reason was given.",
    outcome: outcomeOf(before, after),
    principal: textOf(after.principal),
    correlation_id: textOf(after.correlation_id),
    ...limitedDiff(diff(saidOf(before), saidOf(after))),
    ...(details !== undefined && { details }),
  });
}

function removedEntry(change: RecordChange): AuditEntry {
  const { before = {}, removedBy } = change;
  return makeEntry(change, before, {
    action: "write",
    at: undefined,
    user: UNKNOWN_USER,
    reason: reasonOfRemoval(removedBy),
    outcome: "removed",
    ...limitedDiff(diff(saidOf(before), {})),
  });
}

function reasonOfRemoval(service: string | undefined): string {
  const removed = "The record was removed from the table beside the API";
  if (service === undefined) return `${removed}.`;
  return service === TIME_TO_LIVE
    ? `${removed}, by DynamoDB itself: its time to live had ended.`
    : `${removed}, by the service ${service}.`;
}

/** A deleted flag that comes back is made anew. */
function outcomeOf(before: Item | undefined, after: Item): string {
  if (after.deleted === true) return "deleted";
  return before === undefined || before.deleted === true ? "created" : "changed";
}

function saidOf(item: Item = {}): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !BOOKKEEPING.has(name)));
}

/** Which version was rolled back to which, and whether the writer asked for another release than the usual one. */
function detailsOf({ rollback, release }: Item): AuditEntry["details"] {
  const versions = isObject(rollback) ? { from: rollback.from, to: rollback.to } : {};
  const told = Object.entries({ ...versions, release }).filter(([, value]) => value !== undefined);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
