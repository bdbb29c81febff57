import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";

const TIME = 1_700_000_000_000;

/** What the validator publishes about one version of a flag; its `on` resolves to the version's number. */
export function someChange(flag_id: string, version: number): FlagChange {
  return {
    ...hops(flag_id, version),
    flag: { state: "ENABLED", variants: { on: version, off: 0 }, defaultVariant: "on" },
  };
}

/** What it publishes about a version that says the flag is deleted. */
export function someDeletion(flag_id: string, version: number): FlagChange {
  return { ...hops(flag_id, version), deleted: true };
}

export function someEntry(flag_id: string, version: number): CacheEntry {
  return { ...someChange(flag_id, version), queued_at: TIME + 50, cached_at: TIME + 60 };
}

function hops(flag_id: string, version: number) {
  return {
    flag_id,
    version,
    environment: "test",
    written_at: TIME,
    received_at: TIME + 10,
    validated_at: TIME + 20,
    published_at: TIME + 30,
  };
}
