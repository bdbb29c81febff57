import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { hopsOf } from "../../../../functions/flag-propagation/propagation-status/hops";
import { hopsDocument } from "../../../../functions/flag-propagation/propagation-status/representation";
import { someEntry } from "../support/some-change";

const ID = "new-menu";
const START = 1_700_000_000_000;
const VERDICT: Verdict = {
  flag_id: ID,
  record: "verdict#0000000000000001#1",
  version: 1,
  valid: true,
  broken: [],
  advisories: [],
  validated_at: START + 30,
  published_at: START + 95,
};

function entry(times: Partial<CacheEntry> = {}): CacheEntry {
  const hops = { written_at: START, received_at: START + 10, validated_at: START + 30, published_at: START + 60 };
  const arrival = { queued_at: START + 100, cached_at: START + 150 };
  return { ...someEntry(ID, 1), ...hops, ...arrival, ...times } as CacheEntry;
}

const cachedAfter = (...durations: readonly number[]) =>
  durations.map((duration) => entry({ queued_at: START + 60, cached_at: START + 60 + duration }));
const same = (ms: number) => ({ p50_ms: ms, p99_ms: ms, max_ms: ms });

describe("the hops of a version", () => {
  it("lie between the times that the caches hold, and the topic's is the verdict's", () => {
    expect(hopsOf([entry()], VERDICT)).toEqual({
      stream: same(10),
      validation: same(20),
      publish: same(65),
      queue: same(40),
      cache: same(50),
      fan_out: same(90),
      total: same(150),
    });
  });

  it("are null where no cache has the version", () => {
    expect(hopsOf([], VERDICT)).toBeNull();
  });

  it.each([
    ["one", [7], { p50_ms: 7, p99_ms: 7, max_ms: 7 }],
    ["two", [9, 1], { p50_ms: 1, p99_ms: 9, max_ms: 9 }],
    ["three", [30, 10, 20], { p50_ms: 20, p99_ms: 30, max_ms: 30 }],
    ["100", Array.from({ length: 100 }, (_, index) => 100 - index), { p50_ms: 50, p99_ms: 99, max_ms: 100 }],
    ["156", Array.from({ length: 156 }, (_, index) => index + 1), { p50_ms: 78, p99_ms: 155, max_ms: 156 }],
  ])("have percentiles by nearest rank over %s of the services", (_, durations, expected) => {
    expect(hopsOf(cachedAfter(...durations), VERDICT)?.cache).toEqual(expected);
  });

  it("sort durations as numbers, and leave what they are given as it is", () => {
    const entries = cachedAfter(1_000, 9, 80);
    expect(hopsOf(entries, VERDICT)?.cache).toEqual({ p50_ms: 80, p99_ms: 1_000, max_ms: 1_000 });
    expect(entries).toEqual(cachedAfter(1_000, 9, 80));
  });

  it("leave out a cache that does not say when, and are null where none says", () => {
    const { queued_at, ...untimed } = entry();
    const unreadable = untimed as CacheEntry;
    expect(hopsOf([unreadable, entry()], VERDICT)?.cache).toEqual(same(50));
    expect(hopsOf([unreadable], VERDICT)).toBeNull();
  });

  it("are whole milliseconds, never negative, and in order, whatever the clocks say", () => {
    const time = fc.double({ min: START - 60_000, max: START + 60_000, noNaN: true });
    const times = fc.record({
      written_at: time,
      received_at: time,
      validated_at: time,
      published_at: time,
      queued_at: time,
      cached_at: time,
    });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 200 }), time, (all, published_at) => {
        const hops = hopsOf(all.map(entry), { ...VERDICT, published_at });
        expect(hopsDocument.safeParse(hops).success).toBe(true);
        for (const { p50_ms, p99_ms, max_ms } of Object.values(hops ?? {})) {
          expect(p50_ms).toBeLessThanOrEqual(p99_ms);
          expect(p99_ms).toBeLessThanOrEqual(max_ms);
        }
      }),
    );
  });
});
