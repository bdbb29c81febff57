import { createHash } from "node:crypto";
import type { AuditEntry, AuditMessage } from "../../../../functions/flag-propagation/audit/entry";

/** An entry with what it says of itself; a number for its id makes it the one and same entry. */
export function someAuditEntry(id: number, members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    entry_id: createHash("sha256").update(String(id)).digest("hex").slice(0, 32),
    "@timestamp": "2026-11-21T17:11:29.123Z",
    action: "write",
    flag_id: "new-checkout",
    version: 1,
    environment: "test",
    user: "ada@example.com",
    reason: "half of the shops asked for it",
    outcome: "changed",
    ...members,
  };
}

/** A message of the audit queue with these entries. */
export function auditMessage(...entries: readonly AuditEntry[]): string {
  return JSON.stringify({ entries } satisfies AuditMessage);
}
