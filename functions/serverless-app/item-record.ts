import * as z from "zod";
import { type ItemVersion, isDeleted, itemVersion } from "./item-version";

/**
 * The head record of an item is a copy of its current version. It stands in front of the history, at a `timestamp`
 * that no version can have.
 */
export const HEAD = 0;

/** Hash key of every live head in the index `by-created`; the records without it are not in the index. */
export const LISTING = "item";

export const LISTING_INDEX = "by-created";

/** A version as one record of the table. */
export type ItemRecord = ItemVersion & { readonly timestamp: number; readonly listing?: typeof LISTING };

export function headRecord(version: ItemVersion): ItemRecord {
  return isDeleted(version) ? { ...version, timestamp: HEAD } : { ...version, timestamp: HEAD, listing: LISTING };
}

export function historyRecord(version: ItemVersion): ItemRecord {
  return { ...version, timestamp: version.updated_at };
}

/** What every record has, whatever else is wrong with it. */
const recordKeys = z.object({ id: z.string(), timestamp: z.number() });

export function isHead(record: unknown): boolean {
  const keys = recordKeys.safeParse(record);
  return keys.success && keys.data.timestamp === HEAD;
}

/** A history record stands at the time of its version. */
const place = z.object({ timestamp: z.int(), updated_at: z.unknown() }).refine((it) => it.timestamp === it.updated_at, {
  path: ["timestamp"],
  error: "Must be the same as updated_at.",
});

/** Reads a history record back. */
export const historyRecordSchema = z.intersection(itemVersion, place);
