import { AUDIT_INDEX_PREFIX } from "../audit/entry";
import type { SetupRequest } from "./contract";

/** Name of the template, and of the policy. */
export const AUDIT_NAME = "flag-audit";
export const AUDIT_INDICES = `${AUDIT_INDEX_PREFIX}*`;

/** In characters: Lucene refuses a term of more than 32,766 bytes, and with it the entry. What is longer is kept and not searched by. */
const keyword = { type: "keyword", ignore_above: 8191 };

/**
 * What a month's index is like. What an entry has beyond these members is kept and not searched by; what contradicts them
 * is refused. A change holds from the next month's index on.
 */
export function indexTemplate({ shards, replicas }: Pick<SetupRequest, "shards" | "replicas">) {
  return {
    index_patterns: [AUDIT_INDICES],
    // Above what else may match the indices.
    priority: 500,
    template: {
      settings: {
        index: {
          number_of_shards: shards,
          number_of_replicas: replicas,
          codec: "best_compression",
          // Set, since without it an index that is seldom searched makes the first search wait.
          refresh_interval: "1s",
          "search.slowlog.threshold.query.warn": "2s",
          "search.slowlog.threshold.query.info": "500ms",
          "search.slowlog.threshold.fetch.warn": "1s",
          "indexing.slowlog.threshold.index.warn": "2s",
          "indexing.slowlog.threshold.index.info": "500ms",
          // Who changes which flag is for the index, not for the logs.
          "indexing.slowlog.source": "false",
        },
      },
      mappings: {
        dynamic: false,
        properties: {
          entry_id: keyword,
          "@timestamp": { type: "date", format: "strict_date_optional_time" },
          action: keyword,
          flag_id: keyword,
          version: { type: "long", coerce: false },
          environment: keyword,
          user: keyword,
          reason: { type: "text", fields: { keyword } },
          outcome: keyword,
          principal: keyword,
          correlation_id: keyword,
          diff: {
            properties: {
              path: keyword,
              before: { type: "keyword", index: false, doc_values: false },
              after: { type: "keyword", index: false, doc_values: false },
            },
          },
          diff_truncated: { type: "boolean" },
          details: { type: "object", enabled: false },
        },
      },
    },
  };
}
