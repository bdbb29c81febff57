import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { PropagatedFlag } from "../../../../functions/flag-propagation/flag/flag-change";

export type FlagParts = Partial<PropagatedFlag> & { readonly version?: number };

const hops = { environment: "test", written_at: 1, received_at: 2, validated_at: 3, published_at: 4 };
const arrival = { queued_at: 5, cached_at: 6 };

/** A flag in a service's cache: a switch that is on, where the parts say nothing else. */
export function cachedFlag(flagId: string, { version = 1, ...parts }: FlagParts = {}): CacheEntry {
  const flag = {
    state: "ENABLED" as const,
    variants: { on: true, off: false },
    defaultVariant: "on",
    ...parts,
  };
  return { flag_id: flagId, version, ...hops, flag, ...arrival };
}

/** What a service's cache holds of a deleted flag. */
export function cachedDeletion(flagId: string, version: number): CacheEntry {
  return { flag_id: flagId, version, ...hops, deleted: true, ...arrival };
}

/** A flag that is on for staff only. */
export const STAFF_ONLY: FlagParts = {
  defaultVariant: "off",
  targeting: { if: [{ ends_with: [{ var: "email" }, "@example.com"] }, "on", null] },
};
