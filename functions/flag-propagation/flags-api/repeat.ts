import { isDeepStrictEqual } from "node:util";
import type { FlagBody } from "../flag/flag";
import { attributesOf, plainItem } from "../validator/attribute-values";
import type { StoredVersion } from "./store";
import type { Write } from "./versions";

/**
 * Whether a flag's first version is what this write says, by the same caller: then the write is a repeat of the one
 * that made it, whose answer got lost.
 */
export function saysTheSame(
  stored: StoredVersion,
  body: FlagBody,
  { reason, user, release, principal }: Write,
): boolean {
  const { flag_id, version, environment, created_at, written_at, correlation_id, ...said } = stored;
  // As the table would give it back, which has no -0.
  const wanted = plainItem(attributesOf({ ...body, reason, user, release, principal })).item;
  return version === 1 && isDeepStrictEqual(said, wanted);
}
