import type { Verdict } from "../flag/verdict";
import { EVERY_SERVICE, shareOf } from "../release/share";

/** Versions that are tried at most, so that a rollback ends within its budget. */
const MOST = 8;

/**
 * The versions whose content may be written again, best first: those that all services once agreed on, from the newest
 * on; then those that were published before the one in question; last, that one itself, unless it is in the middle of a
 * release: then most services never had it, and a rollback would give it to them.
 *
 * @param published verdicts on versions up to this one that were published, newest first
 * @param undone the version that was rolled back to get here, to which no second rollback goes back. @default none
 * @returns none where the version is the first one, and in the middle of its release
 */
export function candidates(version: number, published: readonly Verdict[], undone?: number): readonly number[] {
  const confirmed = published.filter(({ confirmed_at }) => confirmed_at !== undefined);
  const below = published.filter((verdict) => verdict.version < version && verdict.version !== undone);
  const best = [...confirmed, ...below].map((verdict) => verdict.version);
  const isPartial = published.some((verdict) => verdict.version === version && shareOf(verdict) < EVERY_SERVICE);
  return [...new Set([...[...new Set(best)].slice(0, MOST), ...(isPartial ? [] : [version])])];
}
