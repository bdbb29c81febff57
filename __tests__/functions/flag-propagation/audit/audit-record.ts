import { auditEntries } from "../../../../functions/flag-propagation/audit/audit-entries";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";

/** What the trail says of a record that tells of one thing. */
export function onlyEntry(record: StreamRecord): AuditEntry {
  const entries = auditEntries(record, "staging");
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw new Error(`Expected one entry, got ${entries.length}.`);
  return entry;
}

/** The record as the stream tells it at some time. @param time milliseconds since 1970 */
export function toldAt(record: StreamRecord, time: number): StreamRecord {
  return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(time / 1000) } };
}
