import * as z from "zod";
import { itemBody } from "./item";

/** Milliseconds since 1970. */
const instant = z.int().positive();

const identity = {
  id: z.uuid(),
  /** 1, 2, 3 … without gaps. */
  version: z.int().positive(),
  created_at: instant,
  updated_at: instant,
};

/** A version that says what the item is. */
export const liveVersion = z.object({ ...identity, data: itemBody, deleted: z.undefined().optional() });

/** The version that says the item is deleted. */
const tombstone = z.object({ ...identity, deleted: z.literal(true) });

export const itemVersion = z.discriminatedUnion("deleted", [liveVersion, tombstone]);

export type LiveVersion = z.infer<typeof liveVersion>;
export type Tombstone = z.infer<typeof tombstone>;
export type ItemVersion = z.infer<typeof itemVersion>;

export function isDeleted(version: ItemVersion): version is Tombstone {
  return version.deleted === true;
}
