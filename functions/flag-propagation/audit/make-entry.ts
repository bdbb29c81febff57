import { createHash } from "node:crypto";
import { cut } from "./cut";
import type { AuditAction, AuditEntry } from "./entry";
import type { Item } from "./json-item";
import type { RecordChange } from "./record-change";

/** Hexadecimal digits of an id: enough that no two entries ever have the same by chance. */
const ID_DIGITS = 32;

/** Longest texts, in characters: those of the API for what it writes, and of DynamoDB for a key. */
const LONGEST = { flag_id: 2048, user: 254, reason: 500, outcome: 64, principal: 2048, correlation_id: 128 };

/**
 * How far what a record says of its time may be from when the table had it, in milliseconds. Beyond, it is no time but
 * a mistake or a lie, and would put the entry into the index of a month that never was.
 */
const FARTHEST = 3_600_000;

/** Between these, a time is believed where the stream says none. */
const EARLIEST = Date.parse("2000-01-01T00:00:00Z");
const LATEST = Date.parse("2100-01-01T00:00:00Z");

/** What a change of a record tells, as it is found: an entry without its identity. */
export type Fact = Pick<AuditEntry, "user" | "reason" | "outcome" | "diff" | "diff_truncated" | "details"> & {
  readonly action: AuditAction;
  /** When it happened, as the record says. Milliseconds since 1970 where it can be read. */
  readonly at: unknown;
  readonly principal?: string | undefined;
  readonly correlation_id?: string | undefined;
};

/** @param item the version or the verdict that the fact is about */
export function makeEntry(change: RecordChange, item: Item, fact: Fact): AuditEntry {
  const { action, at, user, reason, outcome, principal, correlation_id, ...rest } = fact;
  return {
    entry_id: entryId(change, action),
    "@timestamp": new Date(timeOf(at, change.streamTime)).toISOString(),
    action,
    flag_id: cut(change.flagId, LONGEST.flag_id),
    version: Number.isSafeInteger(item.version) && Number(item.version) > 0 ? Number(item.version) : 0,
    environment: change.environment,
    user: cut(user, LONGEST.user),
    reason: cut(reason, LONGEST.reason),
    outcome: cut(outcome, LONGEST.outcome),
    ...(principal !== undefined && { principal: cut(principal, LONGEST.principal) }),
    ...(correlation_id !== undefined && { correlation_id: cut(correlation_id, LONGEST.correlation_id) }),
    ...rest,
  };
}

/**
 * A change is known by its place in the stream. However often a record of the stream is delivered, also when it is read
 * from there once more after an outage, it has the same place; and a change that says what an earlier one said, such as
 * a flag that is switched on for the second time, has another. What the record says, its version and its times, would
 * not do: a writer beside the API may say the same twice. One record tells at most one fact of each action.
 */
function entryId({ flagId, record, sequenceNumber }: RecordChange, action: AuditAction): string {
  const identity = JSON.stringify([flagId, record, sequenceNumber, action]);
  return createHash("sha256").update(identity).digest("hex").slice(0, ID_DIGITS);
}

/** Never the clock's: a repeat has to find the entry in the same index. */
function timeOf(claimed: unknown, streamTime: number | undefined): number {
  const earliest = streamTime === undefined ? EARLIEST : streamTime - FARTHEST;
  const latest = streamTime === undefined ? LATEST : streamTime + FARTHEST;
  if (typeof claimed === "number" && claimed >= earliest && claimed <= latest) return claimed;
  return streamTime ?? 0;
}

/** The text of a member; undefined where it has none that says anything. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
