import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import { cacheKey, encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { redisProvider } from "../../../../functions/flag-propagation/client/redis-provider";
import { cachedDeletion, cachedFlag } from "../support/cache-entries";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";

const SERVICE = "service-0001";

describeWithRedis("FLAG-05 the provider on a real Redis", () => {
  let redis: TestRedis;
  let connection: RedisConnection;

  beforeAll(async () => {
    redis = await realRedis();
    connection = openRedis(redis.client);
  });

  afterAll(async () => {
    await OpenFeature.close();
    connection.close();
    await redis.close();
  });

  const write = async (...entries: readonly ReturnType<typeof cachedFlag>[]) => {
    const writes = entries.map((entry) => ({
      flagId: entry.flag_id,
      version: entry.version,
      value: encodeEntry(entry),
    }));
    await new RedisFlagCache(connection).write(SERVICE, writes);
  };

  const provider = async (service: string) => {
    const { url, ca, readToken } = redis.client;
    return redisProvider({ url, ca, service, pollIntervalMs: 20, ...(readToken && { token: await readToken() }) });
  };

  it("sees writes, deletions, the loss of all data and its return, and never an older version", async () => {
    await write(cachedFlag("new-cart", { version: 2 }));
    await OpenFeature.setProviderAndWait("real", await provider(SERVICE));
    const client = OpenFeature.getClient("real");
    const cart = () => client.getBooleanDetails("new-cart", false);
    const event = (type: ProviderEvents) =>
      new Promise<void>((resolve) => {
        const once = () => {
          client.removeHandler(type, once);
          resolve();
        };
        client.addHandler(type, once);
      });
    const after = async (type: ProviderEvents, change: () => Promise<unknown>) => {
      const told = event(type);
      await change();
      await told;
      return cart();
    };
    expect(await cart()).toMatchObject({ value: true, reason: "STATIC", flagMetadata: { version: 2 } });

    const changed = await after(ProviderEvents.ConfigurationChanged, () =>
      write(cachedFlag("new-cart", { version: 3, defaultVariant: "off" })),
    );
    expect(changed).toMatchObject({ value: false, flagMetadata: { version: 3 } });

    const down = await after(ProviderEvents.Stale, () => redis.kill());
    expect(down).toMatchObject({ value: false, reason: "STALE", flagMetadata: { version: 3 } });
    expect(down.flagMetadata.age_ms).toEqual(expect.any(Number));

    const up = await after(ProviderEvents.Ready, () => redis.restart());
    expect(up).toMatchObject({ value: false, reason: "STATIC" });

    const emptied = await after(ProviderEvents.Stale, () => connection.send([["DEL", cacheKey(SERVICE)]]));
    expect(emptied).toMatchObject({ value: false, reason: "STALE", flagMetadata: { version: 3 } });

    await write(cachedFlag("other-flag"), cachedFlag("new-cart", { version: 2 }));
    const held = await after(ProviderEvents.Ready, () =>
      write(cachedFlag("new-cart", { version: 3, defaultVariant: "off" })),
    );
    expect(held).toMatchObject({ value: false, reason: "STATIC", flagMetadata: { version: 3 } });

    const deleted = await after(ProviderEvents.ConfigurationChanged, () => write(cachedDeletion("new-cart", 4)));
    expect(deleted).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });

  it("names what is wrong where the token is", async () => {
    const { url, ca } = redis.client;
    const wrong = redisProvider({ url, ca, service: SERVICE, token: "wrong" });
    await expect(wrong.initialize()).rejects.toThrow("refuses the password");
    await wrong.onClose();
  });
});
