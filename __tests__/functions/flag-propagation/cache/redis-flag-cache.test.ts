import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  cacheKey,
  decodeEntry,
  encodeEntry,
  REVISION_FIELD,
} from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";
import { someDeletion, someEntry } from "../support/some-change";

const SERVICE = "service-0001";

describeWithRedis("a service's cache in Redis", () => {
  let server: TestRedis;
  let redis: RedisConnection;
  let cache: RedisFlagCache;
  let reader: RedisFlagCacheReader;
  beforeAll(async () => {
    server = await realRedis();
    redis = openRedis(server.client);
    cache = new RedisFlagCache(redis);
    reader = new RedisFlagCacheReader(redis);
  });
  afterAll(async () => {
    redis.close();
    await server.close();
  });
  beforeEach(() => redis.send([["FLUSHALL"]]));

  const write = (flagId: string, version: number) => ({
    flagId,
    version,
    value: encodeEntry(someEntry(flagId, version)),
  });
  const versions = async () =>
    Object.fromEntries((await reader.all(SERVICE)).entries.map(({ flag_id, version }) => [flag_id, version]));

  it("FLAG-06 tells which flags a service has, deleted ones among them", async () => {
    expect(await reader.flagIds(SERVICE)).toEqual([]);
    await cache.write(SERVICE, [
      write("one", 1),
      { flagId: "gone", version: 2, value: encodeEntry({ ...someDeletion("gone", 2), queued_at: 1, cached_at: 1 }) },
    ]);
    expect((await reader.flagIds(SERVICE)).toSorted()).toEqual([REVISION_FIELD, "gone", "one"]);
  });

  it("FLAG-05 takes a newer version, and says of each write whether it was newer", async () => {
    expect(await cache.write(SERVICE, [write("one", 1), write("two", 5)])).toEqual([true, true]);
    expect(await cache.write(SERVICE, [write("one", 2), write("two", 4), write("two", 5)])).toEqual([
      true,
      false,
      false,
    ]);
    expect(await versions()).toEqual({ one: 2, two: 5 });
  });

  it("FLAG-05 compares versions as numbers, up to the largest", async () => {
    await cache.write(SERVICE, [write("one", 9), write("two", Number.MAX_SAFE_INTEGER - 1)]);
    expect(
      await cache.write(SERVICE, [
        write("one", 10),
        write("two", Number.MAX_SAFE_INTEGER - 2),
        write("two", Number.MAX_SAFE_INTEGER),
      ]),
    ).toEqual([true, false, true]);
  });

  it("FLAG-05 keeps a deletion as an entry, so that no older version brings the flag back", async () => {
    const deletion = { ...someDeletion("one", 3), queued_at: 1, cached_at: 2 };
    await cache.write(SERVICE, [write("one", 2), { flagId: "one", version: 3, value: encodeEntry(deletion) }]);
    expect(await cache.write(SERVICE, [write("one", 2)])).toEqual([false]);
    expect((await reader.all(SERVICE)).entries).toEqual([deletion]);
    expect(await cache.write(SERVICE, [write("one", 4)])).toEqual([true]);
  });

  it("FLAG-05 ends at the newest version of each flag, in whatever order and however often they are written", async () => {
    const write = fc.record({
      flagId: fc.constantFrom("one", "two", "three"),
      version: fc.integer({ min: 1, max: 12 }),
      resync: fc.boolean(),
    });
    const batches = fc.array(fc.array(write, { maxLength: 8 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        await redis.send([["FLUSHALL"]]);
        const model = new Map<string, { version: number; writing: number }>();
        let revision = 0;
        let writing = 0;
        for (const batch of drawn) {
          const writes = batch.map((each) => {
            writing += 1;
            // Tells the writes of one version apart.
            const entry = { ...someEntry(each.flagId, each.version), cached_at: writing };
            return { ...each, writing, value: encodeEntry(entry) };
          });
          const expected = writes.map(({ flagId, version, resync, writing }) => {
            const kept = model.get(flagId)?.version ?? 0;
            const isWritten = version > kept || (resync && version === kept);
            if (isWritten) model.set(flagId, { version, writing });
            return isWritten;
          });
          if (expected.includes(true)) revision += 1;
          expect(await cache.write(SERVICE, writes)).toEqual(expected);
        }
        const { entries } = await reader.all(SERVICE);
        expect(
          new Map(entries.map(({ flag_id, version, cached_at }) => [flag_id, { version, writing: cached_at }])),
        ).toEqual(model);
        expect(await reader.revision(SERVICE)).toBe(revision);
      }),
      { numRuns: 60 },
    );
  });

  it("FLAG-05 lets a write that mends take the place of the same version, up to the largest, and of no newer one", async () => {
    const largest = Number.MAX_SAFE_INTEGER;
    await cache.write(SERVICE, [write("one", 5), write("two", 6), write("three", largest)]);
    const mended = (flagId: string, version: number) => {
      return { flagId, version, value: encodeEntry({ ...someEntry(flagId, version), cached_at: 9 }), resync: true };
    };
    expect(
      await cache.write(SERVICE, [
        mended("one", 5),
        mended("two", 5),
        mended("three", largest),
        mended("three", largest - 1),
      ]),
    ).toEqual([true, false, true, false]);
    const { revision, entries } = await reader.all(SERVICE);
    expect(new Map(entries.map(({ flag_id, version, cached_at }) => [flag_id, [version, cached_at]]))).toEqual(
      new Map([
        ["one", [5, 9]],
        ["two", [6, someEntry("two", 6).cached_at]],
        ["three", [largest, 9]],
      ]),
    );
    // Readers that poll have to see that it is another entry.
    expect(revision).toBe(2);
  });

  it("FLAG-05 takes a thousand writes in one call, and counts them as one change", async () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => write(`flag-${index}`, index + 1));
    expect(await cache.write(SERVICE, thousand)).toEqual(thousand.map(() => true));
    expect(await cache.write(SERVICE, thousand)).toEqual(thousand.map(() => false));
    const { revision, entries } = await reader.all(SERVICE);
    expect({ revision, count: entries.length }).toEqual({ revision: 1, count: 1_000 });
  });

  it.each([
    ["empty", ""],
    ["without a version", '{"flag_id":"one"}'],
    ["a version alone", "7"],
    ["half of an entry", '7\n{"flag_id":"one","ver'],
    ["of a version beyond all numbers", '99999999999999999999\n{"flag_id":"one"}'],
    ["bytes that are no text", "\u0000\uffff"],
  ])("FLAG-05 counts what is no entry as missing: %s", async (_, value) => {
    await redis.send([["HSET", cacheKey(SERVICE), "one", value]]);
    expect(await reader.entries("one", [SERVICE])).toEqual([undefined]);
    expect(await cache.write(SERVICE, [write("one", 1)])).toEqual([true]);
    expect(await versions()).toEqual({ one: 1 });
  });

  it("counts changes on from 1 where the count itself is spoiled", async () => {
    await redis.send([["HSET", cacheKey(SERVICE), REVISION_FIELD, "many"]]);
    expect(await reader.revision(SERVICE)).toBe(0);
    await cache.write(SERVICE, [write("one", 1)]);
    expect(await reader.revision(SERVICE)).toBe(1);
  });

  it("keeps what is written as it was written", async () => {
    const entry = { ...someDeletion("one", 3), queued_at: 1, cached_at: 2, note: 'ünï\u0000\r\n"\\€😀' };
    await cache.write(SERVICE, [{ flagId: "one", version: 3, value: encodeEntry(entry) }]);
    const [, value] = (await redis.send([["PING"], ["HGET", cacheKey(SERVICE), "one"]])) as string[];
    expect(decodeEntry(String(value))).toEqual(entry);
  });

  it("is read for many services in one round trip, and is empty where nothing was written", async () => {
    await cache.write("service-0002", [write("one", 2)]);
    await cache.write("service-0003", [write("two", 1)]);
    const before = await commandsRun();
    const found = await reader.entries("one", [SERVICE, "service-0002", "service-0003"]);
    expect(found.map((entry) => entry?.version)).toEqual([undefined, 2, undefined]);
    expect((await commandsRun()) - before).toBe(3 + 1);
    expect(await reader.all(SERVICE)).toEqual({ revision: 0, entries: [] });
    expect(await reader.entries("one", [])).toEqual([]);
  });

  it("FLAG-05 takes writes from a Redis that has forgotten the script", async () => {
    await cache.write(SERVICE, [write("one", 1)]);
    await redis.send([["SCRIPT", "FLUSH"]]);
    expect(await cache.write(SERVICE, [write("one", 2)])).toEqual([true]);
    const before = await commandsRun();
    await cache.write(SERVICE, [write("one", 3)]);
    // One EVALSHA, HGET, HSET and HINCRBY: it is taught only once.
    expect((await commandsRun()) - before).toBe(4 + 1);
  });

  async function commandsRun(): Promise<number> {
    const [info] = await redis.send([["INFO", "stats"]]);
    return Number(/total_commands_processed:(\d+)/.exec(String(info))?.[1]);
  }
});
