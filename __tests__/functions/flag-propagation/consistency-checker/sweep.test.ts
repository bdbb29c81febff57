import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { sweep } from "../../../../functions/flag-propagation/consistency-checker/sweep";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";
import { someEntry } from "../support/some-change";
import { checkerUnderTest, NOW } from "./checker-under-test";

const TWO = serviceNames(2);
const FLAGS = ["a-flag", "b-flag", "c-flag", "d-flag", "e-flag", "f-flag", "g-flag"];
const OPTIONS = { deadline: NOW + 60_000, secondLookMs: 1 };

function everywhere(services = TWO) {
  const checker = checkerUnderTest(services);
  for (const id of FLAGS) {
    checker.flags.publish(id, 1);
    checker.caches.put(services, someEntry(id, 1));
  }
  return checker;
}

describe("a sweep over all flags", () => {
  it("FLAG-06 compares every flag, page by page, and finds nothing where all agree", async () => {
    const { flags, counted, ports } = everywhere();
    expect(await sweep(OPTIONS, ports)).toEqual({ flags: 7, inconsistent: [], stalled: [], duration_ms: 0 });
    expect(flags.pages).toEqual([undefined, "c-flag", "f-flag"]);
    expect(counted).toEqual(FLAGS.map(() => ["ConsistencyChecks", 1]));
    expect(await flags.published("g-flag")).toMatchObject({ confirmed_at: NOW });
  });

  it("FLAG-06 names the flags that services disagree about, after a second look", async () => {
    const { caches, counted, ports } = everywhere();
    caches.kept.delete("service-0002 b-flag");
    caches.put(["service-0001"], someEntry("g-flag", 9));
    const { inconsistent } = await sweep(OPTIONS, ports);
    expect(inconsistent.toSorted((a, b) => (a.flag_id < b.flag_id ? -1 : 1))).toMatchObject([
      { flag_id: "b-flag", disagreements: [{ service: "service-0002", kind: "missing", version: null }] },
      { flag_id: "g-flag", disagreements: [{ service: "service-0001", kind: "newer", version: 9 }] },
    ]);
    expect(counted.filter(([metric]) => metric === "InconsistentFlags")).toHaveLength(2);
  });

  it("FLAG-06 says nothing of a disagreement that is over at the second look", async () => {
    const { caches, counted, ports } = everywhere();
    caches.kept.delete("service-0002 b-flag");
    const mending = {
      flagIds: (service: string) => caches.flagIds(service),
      values: async (flagId: string, services: readonly string[]) => {
        const values = await caches.values(flagId, services);
        caches.put(services, someEntry(flagId, 1));
        return values;
      },
    };
    expect(await sweep(OPTIONS, { ...ports, caches: mending })).toMatchObject({ inconsistent: [] });
    expect(counted.map(([metric]) => metric)).not.toContain("InconsistentFlags");
  });

  it("FLAG-06 leaves out what was published a moment ago, was rejected, or is about to be decided", async () => {
    const { flags, caches, ports } = everywhere();
    flags.publish("h-flag", 1);
    flags.decide("h-flag", 2, { published_at: NOW - 1_000 });
    flags.liveFlags.set("i-flag", { flag_id: "i-flag", written_at: 1 });
    flags.decide("i-flag", 1, { valid: false, broken: ["STATE-01"] });
    flags.liveFlags.set("j-flag", { flag_id: "j-flag", written_at: NOW - 1_000 });
    expect(await sweep(OPTIONS, ports)).toMatchObject({ flags: 10, inconsistent: [] });
    expect(caches.reads).toBe(7);
  });

  it("FLAG-06 fails for a flag without a verdict or a version, after all others were compared", async () => {
    const { flags, caches, logged, ports } = everywhere();
    caches.kept.delete("service-0002 b-flag");
    flags.versions.delete("c-flag 1");
    flags.liveFlags.set("j-flag", { flag_id: "j-flag", written_at: 1 });
    await expect(sweep(OPTIONS, ports)).rejects.toMatchObject({
      name: "SweepIncomplete",
      message:
        "The sweep compared 8 flags: 2 could not be compared: c-flag, j-flag. Services disagree about 1: b-flag.",
    });
    expect(logged.filter(([level]) => level === "error").map(([, , { reason }]) => reason)).toEqual([
      "VersionMissing",
      "VerdictMissing",
    ]);
  });

  it("FLAG-06 ends before its time is over, and says how far it came", async () => {
    const { caches, now, ports } = everywhere();
    const slow = {
      flagIds: (service: string) => caches.flagIds(service),
      values: async (flagId: string, services: readonly string[]) => {
        if (flagId > "c-flag") now.mockReturnValue(OPTIONS.deadline);
        return caches.values(flagId, services);
      },
    };
    await expect(sweep(OPTIONS, { ...ports, caches: slow })).rejects.toMatchObject({
      name: "SweepIncomplete",
      message: "The sweep compared 6 flags: it came to 'f-flag' when its time was over. Give the function more.",
    });
  });

  it("FLAG-06 fails as a whole where the caches cannot be read", async () => {
    const { caches, ports } = everywhere();
    const fails = () => Promise.reject(new Error("no Redis"));
    for (const failing of [{ values: fails }, { flagIds: fails }]) {
      Object.assign(caches, failing);
      await expect(sweep(OPTIONS, ports)).rejects.toThrow("no Redis");
    }
  });

  it("FLAG-06 has an answer that a state machine can carry, with the most flags that it rolls back", async () => {
    const services = serviceNames(156);
    const { flags, ports } = checkerUnderTest(services);
    for (let index = 0; index < 20; index++) flags.publish(`a-flag-with-a-name-as-long-as-names-may-be-${index}`, 1);
    const answer = await sweep(OPTIONS, ports);
    expect(answer.inconsistent).toHaveLength(20);
    expect(JSON.stringify(answer).length).toBeLessThan(200_000);
  });

  it("FLAG-07 rolls nothing back where services disagree about so many flags that it is no flag's fault", async () => {
    const { flags, ports } = checkerUnderTest(TWO);
    for (let index = 0; index < 21; index++) flags.publish(`lost-flag-${index}`, 1);
    await expect(sweep(OPTIONS, ports)).rejects.toMatchObject({
      name: "TooManyInconsistent",
      message: expect.stringMatching(/about 21 flags.*npm run flag -- resync --all/),
    });
  });

  it("FLAG-06 leaves services that only lag to the check of the change, for a minute", async () => {
    const { flags, caches, ports } = checkerUnderTest(TWO);
    flags.publish("late-flag", 1);
    caches.put(["service-0001"], someEntry("late-flag", 1));
    const { published_at = 0 } = (await flags.published("late-flag")) ?? {};
    const sweepAt = (ms: number) =>
      sweep({ ...OPTIONS, deadline: Infinity }, { ...ports, now: () => published_at + ms });
    expect(await sweepAt(59_000)).toMatchObject({ inconsistent: [] });
    expect(await sweepAt(61_000)).toMatchObject({
      inconsistent: [{ flag_id: "late-flag", outcome: "lagging" }],
    });
  });
});

describeWithRedis("a sweep over the caches in Redis", () => {
  let server: TestRedis;
  let redis: RedisConnection;
  beforeAll(async () => {
    server = await realRedis();
    redis = openRedis(server.client);
  });
  afterAll(async () => {
    redis.close();
    await server.close();
  });

  it("FLAG-06 finds one wrong value among 50 flags in 156 caches", async () => {
    const services = serviceNames(156);
    const { flags, ports } = checkerUnderTest(services, { caches: new RedisFlagCacheReader(redis) });
    const ids = Array.from({ length: 50 }, (_, index) => `flag-${String(index).padStart(2, "0")}`);
    for (const id of ids) flags.publish(id, 1);
    const cache = new RedisFlagCache(redis);
    const writes = ids.map((flagId) => ({ flagId, version: 1, value: encodeEntry(someEntry(flagId, 1)) }));
    await Promise.all(services.map((service) => cache.write(service, writes)));
    await cache.write("service-0099", [{ flagId: "flag-31", version: 2, value: encodeEntry(someEntry("flag-31", 2)) }]);
    expect(await sweep(OPTIONS, ports)).toMatchObject({
      flags: 50,
      inconsistent: [{ flag_id: "flag-31", disagreements: [{ service: "service-0099", kind: "newer", version: 2 }] }],
    });
  });
});
