import type { FlagChange } from "../flag/flag-change";

/*
 * A service's flags in Redis: one hash, field by flag, so that one read gives them all at one point in time. A value is
 * the version in digits, a line break, and JSON. A deleted flag stays as an entry that says so: without it, a late
 * message about an older version would bring the flag back.
 */

/** Hash of a service's flags. The braces keep all keys of a service in one slot of a cluster. */
export function cacheKey(service: string): string {
  return `flags:{${service}}`;
}

/** Field beside the flags, which no flag id can be: counts the writes that changed something, for readers that poll. */
export const REVISION_FIELD = "#revision";

/** What a service's cache holds of one flag: the message, and when it arrived. */
export type CacheEntry = FlagChange & {
  /** When SQS got the message from the topic. Milliseconds since 1970. */
  readonly queued_at: number;
  /** When it was written to the cache. Milliseconds since 1970. */
  readonly cached_at: number;
};

export function encodeEntry(entry: CacheEntry): string {
  return `${entry.version}\n${JSON.stringify(entry)}`;
}

/** @returns undefined for what is no entry: it counts as missing, and the next write puts it right. */
export function decodeEntry(value: string): CacheEntry | undefined {
  const end = value.indexOf("\n");
  if (end < 1) return undefined;
  try {
    const entry: unknown = JSON.parse(value.slice(end + 1));
    return isEntry(entry) && String(entry.version) === value.slice(0, end) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The validator and the updater have checked it: only what could not be told from an entry is refused. */
function isEntry(value: unknown): value is CacheEntry {
  return typeof value === "object" && value !== null && "flag_id" in value && "version" in value;
}
