import * as z from "zod";
import type { AuditEntry } from "../audit/entry";
import type { OpenSearch } from "../audit/open-search";
import { type BulkRequest, bulkRequests } from "./bulk-requests";
import type { Addition, AuditTrail } from "./ports";

const TIMEOUT_MS = 10_000;

/** One item of the answer, for one entry of the request. */
const item = z.object({
  create: z.object({
    status: z.int(),
    error: z.object({ type: z.string(), reason: z.string().nullish() }).optional(),
  }),
});
const answer = z.object({ items: z.array(item) });

/**
 * Faults of the entry itself: it would be refused again, however often it came. All else may pass, also where OpenSearch
 * answers 400, as for an index that is closed or a node that has all the shards it may have.
 */
const REFUSALS = new Set([
  "mapper_parsing_exception",
  "document_parsing_exception",
  "strict_dynamic_mapping_exception",
  "illegal_argument_exception",
]);

/** The audit trail in OpenSearch. */
export class OpenSearchAuditTrail implements AuditTrail {
  constructor(private readonly openSearch: () => OpenSearch) {}

  async add(entries: readonly AuditEntry[]): Promise<readonly Addition[]> {
    const additions = await Promise.all(bulkRequests(entries).map((request) => this.send(request)));
    return additions.flat();
  }

  private async send({ entries, body }: BulkRequest): Promise<readonly Addition[]> {
    try {
      const { items } = answer.parse(
        await this.openSearch().request({
          method: "POST",
          path: "/_bulk",
          query: { filter_path: "items.create.status,items.create.error.type,items.create.error.reason" },
          body,
          timeoutMs: TIMEOUT_MS,
        }),
      );
      return entries.map((_, index) => additionOf(items[index]));
    } catch (error) {
      const again = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return entries.map(() => ({ again }));
    }
  }
}

function additionOf(answered: z.infer<typeof item> | undefined): Addition {
  if (answered === undefined) return { again: "OpenSearch did not say what became of it" };
  const { status, error } = answered.create;
  if (status === 201) return "written";
  if (status === 409) return "repeated";
  const reason = `${status} ${error?.type ?? ""}: ${error?.reason ?? "no reason"}`;
  return status === 400 && REFUSALS.has(error?.type ?? "") ? { refused: reason } : { again: reason };
}
