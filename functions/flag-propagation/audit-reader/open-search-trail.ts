import * as z from "zod";
import { type Page, page } from "../../shared/page";
import { AUDIT_INDEX_PREFIX, type AuditEntry } from "../audit/entry";
import type { OpenSearch } from "../audit/open-search";
import type { AuditPosition, AuditQuery, AuditTrail } from "./ports";

const TIMEOUT_MS = 3_000;

/** What is there was checked when it was written. */
const hits = z.array(z.object({ _source: z.custom<AuditEntry>() }));
/** With this filter, an answer without hits is empty. */
const answer = z.object({ hits: z.object({ hits }).default({ hits: [] }) });

/** The audit trail in OpenSearch. */
export class OpenSearchAuditTrail implements AuditTrail {
  constructor(private readonly openSearch: () => OpenSearch) {}

  async list(flagId: string, { limit, after, action }: AuditQuery): Promise<Page<AuditEntry, AuditPosition>> {
    const { hits: found } = answer.parse(
      await this.openSearch().request({
        // With the search in the query it is a GET, so that the function's role need not be allowed to send a body.
        method: "GET",
        path: `/${AUDIT_INDEX_PREFIX}*/_search`,
        query: {
          source: JSON.stringify(search(flagId, limit + 1, after, action)),
          source_content_type: "application/json",
          filter_path: "hits.hits._source",
          // Before the first entry there is no index.
          allow_no_indices: "true",
          // What a lost shard holds must not look as if it never was.
          allow_partial_search_results: "false",
        },
        timeoutMs: TIMEOUT_MS,
      }),
    );
    return page(
      found.hits.map(({ _source }) => _source),
      limit,
      false,
      (entry) => ({ at: Date.parse(entry["@timestamp"]), entry_id: entry.entry_id }),
    );
  }
}

function search(flagId: string, size: number, after: AuditPosition | undefined, action: string | undefined) {
  return {
    size,
    query: { bool: { filter: [{ term: { flag_id: flagId } }, ...(action ? [{ term: { action } }] : [])] } },
    sort: [{ "@timestamp": "desc" }, { entry_id: "desc" }],
    track_total_hits: false,
    ...(after && { search_after: [after.at, after.entry_id] }),
  };
}
