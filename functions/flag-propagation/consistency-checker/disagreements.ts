import type { CacheEntry } from "../cache/cache-entry";
import { type Content, hasContent } from "./content";
import type { Disagreement, DisagreementKind } from "./contract";

/** The version of a flag that every service should have. */
export interface Expected {
  readonly flagId: string;
  readonly version: number;
  readonly content: Content;
}

/**
 * Which services have something else.
 *
 * @param entries what each service's cache holds, in the order of the services
 */
export function disagreements(
  expected: Expected,
  services: readonly string[],
  entries: readonly (CacheEntry | undefined)[],
): readonly Disagreement[] {
  return services.flatMap((service, index) => {
    const entry = readable(entries[index]);
    const kind = kindOf(expected, entry);
    return kind === undefined ? [] : [{ service, kind, version: entry?.version ?? null }];
  });
}

function kindOf({ flagId, version, content }: Expected, entry: CacheEntry | undefined): DisagreementKind | undefined {
  if (entry === undefined) return "missing";
  if (entry.version < version) return "older";
  if (entry.version > version) return "newer";
  return entry.flag_id === flagId && hasContent(entry, content) ? undefined : "different";
}

/** A version that is no number, which a stranger can leave in a cache, is none. */
function readable(entry: CacheEntry | undefined): CacheEntry | undefined {
  return Number.isSafeInteger(entry?.version) ? entry : undefined;
}
