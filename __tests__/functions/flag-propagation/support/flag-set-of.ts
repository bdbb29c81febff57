import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { FlagSet } from "../../../../functions/flag-propagation/evaluation/flag-set";

/** The flags of service-0001 where its cache holds these entries. */
export function flagSetOf(...entries: readonly CacheEntry[]): FlagSet {
  return FlagSet.empty("service-0001").with(new Map(entries.map((entry) => [entry.flag_id, entry])));
}
