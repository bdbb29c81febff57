import * as z from "zod";
import { itemBody } from "../item";
import { type ItemVersion, isDeleted, type LiveVersion } from "../item-version";

const common = {
  id: z.uuid(),
  version: z.int().positive(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};

export const item = z.object({ ...common, ...itemBody.shape }).meta({ description: "An item as it is now." });

export const version = z
  .union([item, z.object({ ...common, deleted: z.literal(true) })])
  .meta({ description: "What an item was at one time, or that it was deleted then." });

const next_cursor = z
  .string()
  .optional()
  .meta({ description: "Pass as `cursor` for the next page; absent on the last." });

export const itemPage = z.object({ items: z.array(item), next_cursor }).meta({ description: "Items, newest first." });

export const versionPage = z
  .object({ versions: z.array(version), next_cursor })
  .meta({ description: "An item's versions, newest first." });

export function representItem({ id, version, data, created_at, updated_at }: LiveVersion): z.infer<typeof item> {
  return { id, version, ...data, ...times(created_at, updated_at) };
}

export function representVersion(entry: ItemVersion): z.infer<typeof version> {
  if (!isDeleted(entry)) return representItem(entry);
  const { id, version, deleted, created_at, updated_at } = entry;
  return { id, version, deleted, ...times(created_at, updated_at) };
}

function times(created_at: number, updated_at: number) {
  return { created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString() };
}
