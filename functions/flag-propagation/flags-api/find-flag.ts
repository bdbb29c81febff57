import { flagId } from "../flag/flag";
import { flagUnreadable, noSuchFlag } from "./problems";
import type { FlagStore, StoredVersion } from "./store";

type Parameters = Readonly<Record<string, string>>;

/** @throws Problem 404 for what can be no flag's id. */
export function readFlagId({ flag_id = "" }: Parameters): string {
  if (!flagId.safeParse(flag_id).success) throw noSuchFlag(flag_id);
  return flag_id;
}

/** @throws Problem 404 where there never was such a flag, 409 where its record cannot be read. */
export async function everFlag(store: Pick<FlagStore, "get">, parameters: Parameters): Promise<StoredVersion> {
  const id = readFlagId(parameters);
  const current = await store.get(id);
  if (current === undefined) throw noSuchFlag(id);
  return readable(current);
}

/** @throws Problem 404 where there is no such flag now, 409 where its record cannot be read. */
export async function liveFlag(store: Pick<FlagStore, "get">, parameters: Parameters): Promise<StoredVersion> {
  const current = await everFlag(store, parameters);
  if (isDeletedVersion(current)) throw noSuchFlag(current.flag_id);
  return current;
}

/** @throws Problem 409 where its record cannot be read. */
export function readable(version: StoredVersion): StoredVersion {
  if (version.version === 0) throw flagUnreadable(version.flag_id);
  return version;
}

export function isDeletedVersion(version: StoredVersion): boolean {
  return version.deleted === true;
}
