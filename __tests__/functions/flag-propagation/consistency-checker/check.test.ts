import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type CacheEntry, cacheKey, encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { check } from "../../../../functions/flag-propagation/consistency-checker/check";
import { contentOf, hasContent } from "../../../../functions/flag-propagation/consistency-checker/content";
import type { ServiceCaches } from "../../../../functions/flag-propagation/consistency-checker/ports";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";
import { someDeletion, someEntry } from "../support/some-change";
import { checkerUnderTest, NOW } from "./checker-under-test";
import { PUBLISHED_AT } from "./memory-published-flags";

const FLAG = "new-menu";
const SERVICES = serviceNames(156);
const ask = (version: number) => ({ operation: "check", flag_id: FLAG, version }) as const;

describeWithRedis("a check of one flag against 156 caches in Redis", () => {
  let server: TestRedis;
  let redis: RedisConnection;
  let caches: ServiceCaches;
  beforeAll(async () => {
    server = await realRedis();
    redis = openRedis(server.client);
    caches = new RedisFlagCacheReader(redis);
  });
  afterAll(async () => {
    redis.close();
    await server.close();
  });
  beforeEach(() => redis.send([["FLUSHALL"]]));

  async function arrive(entry: CacheEntry, services: readonly string[] = SERVICES): Promise<void> {
    const cache = new RedisFlagCache(redis);
    const writes = [{ flagId: entry.flag_id, version: entry.version, value: encodeEntry(entry) }];
    await Promise.all(services.map((service) => cache.write(service, writes)));
  }
  const plant = (service: string, value: string) => redis.send([["HSET", cacheKey(service), FLAG, value]]);

  it("FLAG-06 finds them consistent, counts the check, and marks the version as known to be good", async () => {
    const { flags, ports, counted } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 1);
    await arrive(someEntry(FLAG, 1));
    expect(await check(ask(1), ports)).toEqual({
      flag_id: FLAG,
      version: 1,
      outcome: "consistent",
      services: 156,
      disagreeing: 0,
      disagreements: [],
      duration_ms: 0,
    });
    expect(counted).toEqual([
      ["ConsistencyChecks", 1],
      ["InconsistentFlags", 0],
      ["CheckDuration", 0],
    ]);
    expect(await flags.published(FLAG)).toMatchObject({ version: 1, confirmed_at: NOW });
  });

  it("FLAG-06 tells services that only lag from those that have what they never should", async () => {
    const { flags, ports, counted } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 2);
    await arrive(someEntry(FLAG, 2));
    await redis.send([["HDEL", cacheKey("service-0001"), FLAG]]);
    await plant("service-0002", encodeEntry(someEntry(FLAG, 1)));
    expect(await check(ask(2), ports)).toMatchObject({ outcome: "lagging", disagreeing: 2 });
    expect(counted).toContainEqual(["InconsistentFlags", 1]);
    await plant("service-0003", encodeEntry(someEntry(FLAG, 3)));
    expect(await check(ask(2), ports)).toMatchObject({ outcome: "inconsistent", disagreeing: 3 });
  });

  it("FLAG-06 names each service that disagrees and how, and leaves the version unconfirmed", async () => {
    const { flags, ports, counted, logged } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 2);
    await arrive(someEntry(FLAG, 2));
    await redis.send([["HDEL", cacheKey("service-0001"), FLAG]]);
    await plant("service-0002", encodeEntry(someEntry(FLAG, 1)));
    await plant("service-0003", encodeEntry(someEntry(FLAG, 3)));
    await plant("service-0004", encodeEntry({ ...someEntry(FLAG, 3), version: 2 }));
    expect(await check(ask(2), ports)).toMatchObject({
      outcome: "inconsistent",
      services: 156,
      disagreeing: 4,
      disagreements: [
        { service: "service-0003", kind: "newer", version: 3 },
        { service: "service-0004", kind: "different", version: 2 },
        { service: "service-0002", kind: "older", version: 1 },
        { service: "service-0001", kind: "missing", version: null },
      ],
    });
    expect(counted).toContainEqual(["InconsistentFlags", 1]);
    expect(logged).toContainEqual([
      "warn",
      "service disagrees",
      { service_id: "service-0003", flag_id: FLAG, version: 2, kind: "newer", cached_version: 3 },
    ]);
    expect(await flags.published(FLAG)).not.toHaveProperty("confirmed_at");
  });

  it.each([
    ["no text of an entry", "garbage"],
    ["cut off", encodeEntry(someEntry(FLAG, 1)).slice(0, 40)],
    ["of another version than it says", `7\n${JSON.stringify(someEntry(FLAG, 1))}`],
    ["of a version that is a text", `1\n${JSON.stringify({ ...someEntry(FLAG, 1), version: "1" })}`],
  ])("FLAG-06 counts an entry that is %s as missing", async (_, value) => {
    const { flags, ports } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 1);
    await arrive(someEntry(FLAG, 1));
    await plant("service-0156", value);
    expect((await check(ask(1), ports)).disagreements).toEqual([
      { service: "service-0156", kind: "missing", version: null },
    ]);
  });

  it.each([
    ["has nothing that a service needs", `{"flag_id":"${FLAG}","version":1}`],
    ["is the deletion of it", `{"flag_id":"${FLAG}","version":1,"deleted":true}`],
    ["is of another flag", JSON.stringify({ ...someEntry(FLAG, 1), flag_id: "old-menu" })],
    ["is nested without end", `{"flag_id":"${FLAG}","version":1,"flag":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  ])("FLAG-06 finds an entry different that %s", async (_, entry) => {
    const { flags, ports } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 1);
    await arrive(someEntry(FLAG, 1));
    await plant("service-0156", `1\n${entry}`);
    expect((await check(ask(1), ports)).disagreements).toEqual([
      { service: "service-0156", kind: "different", version: 1 },
    ]);
  });

  it("FLAG-06 compares a deletion too: a service that still has the flag is behind", async () => {
    const { flags, ports } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 1);
    flags.publish(FLAG, 2, { deleted: true });
    await arrive(someEntry(FLAG, 1), ["service-0001"]);
    await arrive({ ...someDeletion(FLAG, 2), queued_at: 1, cached_at: 2 }, SERVICES.slice(1));
    expect((await check(ask(2), ports)).disagreements).toEqual([
      { service: "service-0001", kind: "older", version: 1 },
    ]);
  });

  it("FLAG-06 reads all caches in one round trip", async () => {
    const sent: number[] = [];
    const counting: RedisConnection = {
      send: (commands) => {
        sent.push(commands.length);
        return redis.send(commands);
      },
      close: () => undefined,
    };
    const { flags, ports } = checkerUnderTest(SERVICES, { caches: new RedisFlagCacheReader(counting) });
    flags.publish(FLAG, 1);
    await arrive(someEntry(FLAG, 1));
    await check(ask(1), ports);
    expect(sent).toEqual([156]);
  });

  it("FLAG-06 names twenty services at most, and says how many there are", async () => {
    const { flags, ports } = checkerUnderTest(SERVICES, { caches });
    flags.publish(FLAG, 1);
    const { disagreeing, disagreements } = await check(ask(1), ports);
    expect([disagreeing, disagreements.length]).toEqual([156, 20]);
  });
});

describe("a check of one flag", () => {
  const TWO = serviceNames(2);

  it("FLAG-06 fails, and confirms nothing, where Redis cannot be reached", async () => {
    const redis = openRedis({ url: "redis://127.0.0.1:1" });
    const { flags, ports, counted } = checkerUnderTest(TWO, { caches: new RedisFlagCacheReader(redis) });
    flags.publish(FLAG, 1);
    await expect(check(ask(1), ports)).rejects.toMatchObject({ name: "RedisUnreachable" });
    expect(await flags.published(FLAG)).not.toHaveProperty("confirmed_at");
    expect(counted).toEqual([]);
  });

  it("FLAG-06 fails where the table has no verdict that published the version", async () => {
    const { flags, ports } = checkerUnderTest(TWO);
    await expect(check(ask(1), ports)).rejects.toMatchObject({ name: "VerdictMissing" });
    flags.publish(FLAG, 1);
    await expect(check(ask(2), ports)).rejects.toThrow(
      "that version 2 of 'new-menu' was published; the newest one that was is 1",
    );
  });

  it("FLAG-06 fails where the table does not have the version that was published", async () => {
    const { flags, ports } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    flags.versions.clear();
    await expect(check(ask(1), ports)).rejects.toMatchObject({ name: "VersionMissing" });
  });

  it("FLAG-06 leaves a version alone that a newer published one follows", async () => {
    const { flags, caches, ports } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    flags.publish(FLAG, 2);
    expect(await check(ask(1), ports)).toMatchObject({ outcome: "superseded", version: 2, services: 0 });
    expect(caches.reads).toBe(0);
  });

  it("FLAG-06 does not take a version for wrong that was published during the check", async () => {
    const { flags, caches, ports } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    caches.put(TWO, someEntry(FLAG, 2));
    const overtaking = {
      flagIds: (service: string) => caches.flagIds(service),
      values: async (flagId: string, services: readonly string[]) => {
        flags.publish(FLAG, 2);
        return caches.values(flagId, services);
      },
    };
    expect(await check(ask(1), { ...ports, caches: overtaking })).toMatchObject({ outcome: "superseded" });
  });

  it("FLAG-06 waits for a version that is being published, but not for one that never was", async () => {
    const { flags, caches, ports, now } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    flags.decide(FLAG, 2);
    caches.put(TWO, someEntry(FLAG, 2));
    now.mockReturnValue(PUBLISHED_AT + 1_000);
    expect(await check(ask(1), ports)).toMatchObject({ outcome: "superseded" });
    now.mockReturnValue(PUBLISHED_AT + 61_000);
    expect(await check(ask(1), ports)).toMatchObject({ outcome: "inconsistent", disagreeing: 2 });
  });

  it("FLAG-06 compares the services only that take the flag", async () => {
    const { flags, caches, ports } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    flags.filters.set("service-0001", new Set(["old-menu"]));
    caches.put(["service-0002"], someEntry(FLAG, 1));
    expect(await check(ask(1), ports)).toMatchObject({ outcome: "consistent", services: 1 });
  });

  it("FLAG-06 keeps the time of the first confirmation", async () => {
    const { flags, caches, ports, now } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    caches.put(TWO, someEntry(FLAG, 1));
    await check(ask(1), ports);
    now.mockReturnValue(NOW + 1_000);
    await check(ask(1), ports);
    expect(await flags.published(FLAG)).toMatchObject({ confirmed_at: NOW });
  });

  it("FLAG-06 says and measures when it takes longer than five seconds", async () => {
    const { flags, caches, ports, now, counted, logged } = checkerUnderTest(TWO);
    flags.publish(FLAG, 1);
    caches.put(TWO, someEntry(FLAG, 1));
    now.mockReturnValueOnce(NOW - 5_001);
    expect(await check(ask(1), ports)).toMatchObject({ outcome: "consistent", duration_ms: 5_001 });
    expect(counted).toContainEqual(["CheckDuration", 5_001]);
    expect(logged.map(([level, message]) => [level, message])).toContainEqual([
      "warn",
      "check took longer than its budget",
    ]);
  });
});

describe("the content of a version", () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const flag = fc.record({
    state: fc.constant("ENABLED"),
    variants: fc.dictionary(fc.string(), anything),
    targeting: anything,
  });

  it("FLAG-06 is the same in any order of its members, whatever the times of its hops", () => {
    fc.assert(
      fc.property(flag, (parts) => {
        const content = contentOf({ flag_id: FLAG, version: 1, environment: "test", written_at: 9, ...parts });
        const entry = { ...someEntry(FLAG, 1), flag: reversed(JSON.parse(JSON.stringify(parts))) };
        return hasContent(entry as CacheEntry, content);
      }),
    );
  });

  it("FLAG-06 is another one when a value in it is", () => {
    fc.assert(
      fc.property(flag, anything, (parts, other) => {
        fc.pre(JSON.stringify(other) !== JSON.stringify(parts.targeting));
        const content = contentOf({ flag_id: FLAG, version: 1, environment: "test", written_at: 9, ...parts });
        const entry = { ...someEntry(FLAG, 1), flag: JSON.parse(JSON.stringify({ ...parts, targeting: other })) };
        // Objects of other order are the same, which the texts do not tell.
        fc.pre(JSON.stringify(sorted(other)) !== JSON.stringify(sorted(parts.targeting)));
        return !hasContent(entry as CacheEntry, content);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
