import { auditEntries } from "../../../../functions/flag-propagation/audit/audit-entries";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import type { AuditPosition, AuditQuery, AuditTrail } from "../../../../functions/flag-propagation/audit-reader/ports";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";
import type { Page } from "../../../../functions/shared/page";

/** An audit trail in memory, filled by what the real one is filled by: the table's stream. */
export class MemoryAuditTrail implements AuditTrail {
  private readonly entries = new Map<string, AuditEntry>();

  constructor(private readonly environment: string) {}

  record(record: StreamRecord): void {
    for (const entry of auditEntries(record, this.environment)) this.entries.set(entry.entry_id, entry);
  }

  async list(flagId: string, { limit, after, action }: AuditQuery): Promise<Page<AuditEntry, AuditPosition>> {
    const isOlder = ({ at, entry_id }: AuditPosition) =>
      after === undefined || at < after.at || (at === after.at && entry_id < after.entry_id);
    const rest = [...this.entries.values()]
      .filter((entry) => entry.flag_id === flagId && (action === undefined || entry.action === action))
      .map((entry) => ({ entry, position: { at: Date.parse(entry["@timestamp"]), entry_id: entry.entry_id } }))
      .sort((a, b) => b.position.at - a.position.at || (a.position.entry_id < b.position.entry_id ? 1 : -1))
      .filter(({ position }) => isOlder(position));
    const page = rest.slice(0, limit);
    return {
      entries: page.map(({ entry }) => entry),
      next: rest.length > limit ? page.at(-1)?.position : undefined,
    };
  }
}
