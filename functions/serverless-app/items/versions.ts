import type { ItemBody } from "../item";
import type { ItemVersion, LiveVersion, Tombstone } from "../item-version";

export function firstVersion(id: string, data: ItemBody, now: number): LiveVersion {
  return { id, version: 1, data, created_at: now, updated_at: now };
}

export function nextVersion(current: ItemVersion, data: ItemBody, now: number): LiveVersion {
  return { ...successor(current, now), data };
}

export function deletion(current: ItemVersion, now: number): Tombstone {
  return { ...successor(current, now), deleted: true };
}

/** Clocks of two machines differ and one may be set back, but an item's history only ever goes forward. */
function successor({ id, version, created_at, updated_at }: ItemVersion, now: number) {
  return { id, version: version + 1, created_at, updated_at: Math.max(now, updated_at + 1) };
}
