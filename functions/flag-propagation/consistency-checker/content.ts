import { isDeepStrictEqual } from "node:util";
import type { CacheEntry } from "../cache/cache-entry";
import type { PropagatedFlag } from "../flag/flag-change";
import { changeOf } from "../validator/change-of";

/** What a version means to a service, without the times of its hops. */
export type Content = { readonly flag: PropagatedFlag } | { readonly deleted: true };

const NO_TIMES = { receivedAt: 0, validatedAt: 0, publishedAt: 0 };

/**
 * What the validator publishes of a version, as it comes out of the message's JSON.
 *
 * @param version as the table has it
 */
export function contentOf(version: Readonly<Record<string, unknown>>): Content {
  return JSON.parse(JSON.stringify(propagated(changeOf(version, NO_TIMES))));
}

/**
 * Whether an entry means the same, in whatever order its members are. It is compared member by member: a text of it in
 * canonical order would have to be made for each service, and of whatever a stranger left there, however deep.
 */
export function hasContent(entry: CacheEntry, content: Content): boolean {
  return isDeepStrictEqual(propagated(entry), content);
}

function propagated(change: { readonly flag: PropagatedFlag } | { readonly deleted: true }): Content {
  return "deleted" in change ? { deleted: change.deleted } : { flag: change.flag };
}
