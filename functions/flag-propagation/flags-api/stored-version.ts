import type { Item } from "../flags/flags-table";
import { plainItem } from "../validator/attribute-values";
import type { StoredVersion } from "./store";

/** A version as it was found, without what the table adds. */
export function storedVersion(item: Item): StoredVersion {
  const { flag_id, version, record, listing, ...rest } = plainItem(item).item;
  const readable = typeof version === "number" && Number.isSafeInteger(version) && version > 0;
  return { flag_id: String(flag_id), version: readable ? version : 0, ...rest };
}
