import { CURRENT } from "../flag/table-keys";
import type { StreamRecord } from "../validator/stream-record";
import type { AuditEntry } from "./entry";
import { readChange } from "./record-change";
import { verdictEntries } from "./verdict-entries";
import { writeEntry } from "./write-entry";

/**
 * What the audit trail says of a record of the flags table's stream: of a current version one entry, of a verdict one
 * for each thing that it says now. Never throws, whatever somebody wrote into the table.
 *
 * @param environment the deployment's own, such as `dev`
 */
export function auditEntries(record: StreamRecord, environment: string): readonly AuditEntry[] {
  const change = readChange(record, environment);
  if (change === undefined) return [];
  return change.record === CURRENT ? [writeEntry(change)] : verdictEntries(change);
}
