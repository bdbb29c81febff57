import type { ItemBody } from "../item";
import { type ItemVersion, isDeleted } from "../item-version";

/** What subscribers are told about one version of an item. */
export interface ChangeEvent {
  /** The same each time that this change is told, so that subscribers know a repeat. */
  readonly event_id: string;
  readonly type: "item.created" | "item.updated" | "item.deleted";
  readonly id: string;
  readonly version: number;
  /** RFC 3339. */
  readonly occurred_at: string;
  /** Absent when the item was deleted. */
  readonly data?: ItemBody;
}

export function changeEvent(version: ItemVersion): ChangeEvent {
  return {
    event_id: `${version.id}:${version.version}`,
    type: typeOf(version),
    id: version.id,
    version: version.version,
    occurred_at: new Date(version.updated_at).toISOString(),
    ...(!isDeleted(version) && { data: version.data }),
  };
}

function typeOf(version: ItemVersion): ChangeEvent["type"] {
  if (isDeleted(version)) return "item.deleted";
  return version.version === 1 ? "item.created" : "item.updated";
}
