import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { cacheKey, encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { serviceOfQueue } from "../../../../functions/flag-propagation/cache-updater/service-of-queue";
import { updateBatch } from "../../../../functions/flag-propagation/cache-updater/update-batch";
import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";
import { someChange, someDeletion, someEntry } from "../support/some-change";

const SERVICE = "service-0001";
const ARRIVAL = { queued_at: 1_700_000_000_900, cached_at: 1_700_000_001_000 };

describeWithRedis("a message that mends a cache", () => {
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
  beforeEach(() => redis.send([["FLUSHALL"]]));

  const plant = (flagId: string, value: string) => redis.send([["HSET", cacheKey(SERVICE), flagId, value]]);
  const entries = async () => (await new RedisFlagCacheReader(redis).all(SERVICE)).entries;

  async function arrives(...changes: readonly FlagChange[]) {
    const records = changes.map((change, index) => ({
      messageId: `message-${index}`,
      body: JSON.stringify(change),
      attributes: { SentTimestamp: String(ARRIVAL.queued_at) },
      eventSourceARN: `arn:aws:sqs:eu-west-1:111122223333:flag-propagation-${SERVICE}-test`,
    }));
    return updateBatch(records, {
      cache: new RedisFlagCache(redis),
      deadLetters: { keep: () => Promise.reject(new Error("Nothing here is to be rejected.")) },
      serviceOf: serviceOfQueue("flag-propagation-*-test"),
      environment: "test",
      count: () => undefined,
      log: () => undefined,
      now: () => ARRIVAL.cached_at,
    });
  }

  it("FLAG-05 puts a damaged entry of the same version right, which the message itself, repeated, does not", async () => {
    const damaged = {
      ...someEntry("flag-a", 5),
      flag: { state: "DISABLED" as const, variants: {}, defaultVariant: "" },
    };
    await plant("flag-a", encodeEntry(damaged));

    await arrives(someChange("flag-a", 5));
    expect(await entries()).toEqual([damaged]);

    expect(await arrives({ ...someChange("flag-a", 5), resync: true })).toEqual({ batchItemFailures: [] });
    expect(await entries()).toEqual([{ ...someChange("flag-a", 5), ...ARRIVAL }]);
  });

  it("FLAG-05 leaves a newer entry as it is", async () => {
    await plant("flag-a", encodeEntry(someEntry("flag-a", 6)));
    await arrives({ ...someChange("flag-a", 5), resync: true });
    expect(await entries()).toEqual([someEntry("flag-a", 6)]);
  });

  it("FLAG-05 fills a cache that is empty, is older or holds what is no entry, with deletions too", async () => {
    await plant("flag-b", encodeEntry(someEntry("flag-b", 1)));
    await plant("flag-c", "3 is no entry");
    await arrives(
      { ...someChange("flag-a", 2), resync: true },
      { ...someChange("flag-b", 2), resync: true },
      { ...someDeletion("flag-c", 2), resync: true },
    );
    const found = new Map((await entries()).map((entry) => [entry.flag_id, entry]));
    expect(found).toEqual(
      new Map([
        ["flag-a", { ...someChange("flag-a", 2), ...ARRIVAL }],
        ["flag-b", { ...someChange("flag-b", 2), ...ARRIVAL }],
        ["flag-c", { ...someDeletion("flag-c", 2), ...ARRIVAL }],
      ]),
    );
  });
});
