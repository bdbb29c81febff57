import type * as z from "zod";
import type { CacheEntry } from "../cache/cache-entry";
import type { Verdict } from "../flag/verdict";
import type { hopsDocument, spreadDocument } from "./representation";

type Hops = z.infer<typeof hopsDocument>;
type Spread = z.infer<typeof spreadDocument>;
type Time = "written_at" | "received_at" | "validated_at" | "published_at" | "queued_at" | "cached_at";

const TIMES: readonly Time[] = ["written_at", "received_at", "validated_at", "published_at", "queued_at", "cached_at"];

/**
 * How long each stage of a version's way took.
 *
 * @param entries what the caches hold that have exactly this version
 * @param verdict the one it was published with; it alone says when the topic had it
 * @returns null where no cache says how long it took
 */
export function hopsOf(entries: readonly CacheEntry[], verdict: Verdict): Hops | null {
  const timed = entries.filter((entry) => TIMES.every((time) => Number.isFinite(entry[time])));
  if (timed.length === 0) return null;
  const between = (from: Time, to: Time) => spread(timed.map((entry) => elapsed(entry[from], entry[to])));
  return {
    stream: between("written_at", "received_at"),
    validation: between("received_at", "validated_at"),
    publish: spread([elapsed(verdict.validated_at, verdict.published_at ?? verdict.validated_at)]),
    queue: between("published_at", "queued_at"),
    cache: between("queued_at", "cached_at"),
    fan_out: between("published_at", "cached_at"),
    total: between("written_at", "cached_at"),
  };
}

/** Whole milliseconds. Clocks of machines differ: a time that seems to lie before the one that led to it counts as the same. */
function elapsed(from: number, to: number): number {
  return Math.max(0, Math.round(to - from));
}

/** @param durations one at least */
function spread(durations: readonly number[]): Spread {
  const ascending = [...durations].sort((a, b) => a - b);
  return {
    p50_ms: percentile(ascending, 50),
    p99_ms: percentile(ascending, 99),
    max_ms: percentile(ascending, 100),
  };
}

/** By nearest rank: the least of the values that so many percent of them do not exceed. */
function percentile(ascending: readonly number[], percent: number): number {
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? 0;
}
