import { type AuditEntry, auditIndex } from "../audit/entry";

/** Body of one `_bulk` request, and the entries in it, in order. */
export interface BulkRequest {
  readonly entries: readonly AuditEntry[];
  readonly body: string;
}

/** OpenSearch works best with bodies of 5 to 15 MB; the smallest instances of AWS take no more than 10. */
const LARGEST_BODY = 5 * 1024 * 1024;

/**
 * The requests that create each entry in the index of its month, with its id: what is there is never overwritten.
 *
 * @param largestBody in bytes; an entry that is larger goes alone
 */
export function bulkRequests(entries: readonly AuditEntry[], largestBody = LARGEST_BODY): readonly BulkRequest[] {
  const requests: { entries: AuditEntry[]; lines: string[]; bytes: number }[] = [];
  for (const entry of entries) {
    const lines = `${JSON.stringify({ create: { _index: auditIndex(entry), _id: entry.entry_id } })}\n${JSON.stringify(entry)}\n`;
    const bytes = Buffer.byteLength(lines);
    let request = requests.at(-1);
    if (request === undefined || request.bytes + bytes > largestBody) {
      request = { entries: [], lines: [], bytes: 0 };
      requests.push(request);
    }
    request.entries.push(entry);
    request.lines.push(lines);
    request.bytes += bytes;
  }
  return requests.map((request) => ({ entries: request.entries, body: request.lines.join("") }));
}
