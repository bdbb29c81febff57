import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { OpenFeature, ServerProviderStatus } from "@openfeature/server-sdk";
import { cachedDeletion, cachedFlag } from "../support/cache-entries";
import { MemoryFlagCache } from "../support/memory-flag-cache";
import { providerUnderTest } from "./provider-under-test";

const SERVICE = "service-0001";
const START = Date.UTC(2026, 5, 1, 12);

let cache: MemoryFlagCache;

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  cache = new MemoryFlagCache();
  cache.put(SERVICE, cachedFlag("new-cart", { version: 3 }));
});

afterEach(async () => {
  await OpenFeature.close();
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

async function started() {
  const parts = providerUnderTest(cache);
  await parts.start();
  parts.seen();
  return { ...parts, cart: () => parts.client.getBooleanDetails("new-cart", false) };
}

describe("FLAG-05 through an outage, the last flags known are evaluated and said to be STALE", () => {
  it("Requirement 5.3.5: tells PROVIDER_STALE once, and PROVIDER_READY when the cache can be read again", async () => {
    const { client, seen, messages } = await started();
    cache.failure = new Error("Redis at cache:6379 did not answer");
    await pass(5_000);
    expect(seen()).toEqual(["PROVIDER_STALE"]);
    expect(messages.at(-1)).toBe("The flags of service-0001 cannot be read: Redis at cache:6379 did not answer");
    expect(client.providerStatus).toBe(ServerProviderStatus.STALE);

    cache.failure = undefined;
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_READY"]);
    expect(client.providerStatus).toBe(ServerProviderStatus.READY);
  });

  it("Requirement 2.2.5: evaluates with the reason STALE and the age of what is known", async () => {
    const { cart } = await started();
    cache.failure = new Error("down");
    await pass(1_000);
    expect(await cart()).toEqual({
      flagKey: "new-cart",
      value: true,
      variant: "on",
      reason: "STALE",
      flagMetadata: { service: SERVICE, version: 3, age_ms: 1_000, resolved_reason: "STATIC" },
    });
    await pass(3_600_000);
    expect(await cart()).toMatchObject({ value: true, reason: "STALE", flagMetadata: { age_ms: 3_601_000 } });

    cache.failure = undefined;
    await pass(1_000);
    expect((await cart()).flagMetadata).toEqual({ service: SERVICE, version: 3 });
  });

  it("an error stays an error, with the age", async () => {
    const { client } = await started();
    cache.failure = new Error("down");
    await pass(1_000);
    const { reason, errorCode, flagMetadata } = await client.getBooleanDetails("no-such-flag", false);
    expect({ reason, errorCode }).toEqual({ reason: "ERROR", errorCode: "FLAG_NOT_FOUND" });
    expect(flagMetadata).toEqual({ service: SERVICE, age_ms: 1_000 });
  });

  it("a cache that no longer answers is an outage as one that refuses", async () => {
    const { cart, seen } = await started();
    cache.hangs = true;
    await pass(6_000);
    expect(seen()).toEqual(["PROVIDER_STALE"]);
    expect(await cart()).toMatchObject({ reason: "STALE", flagMetadata: { age_ms: 6_000 } });
    cache.hangs = false;
    await pass(6_000);
    expect(seen()).toEqual(["PROVIDER_READY"]);
  });

  it("what changed meanwhile is told after it", async () => {
    const { cart, seen } = await started();
    cache.failure = new Error("down");
    cache.put(SERVICE, cachedFlag("new-cart", { version: 4, defaultVariant: "off" }));
    await pass(1_000);
    cache.failure = undefined;
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_STALE", "PROVIDER_READY", "PROVIDER_CONFIGURATION_CHANGED new-cart"]);
    expect(await cart()).toMatchObject({ value: false, reason: "STATIC" });
  });

  it("everything is read again after it: the same revision may be that of other flags", async () => {
    const { cart, seen } = await started();
    cache.failure = new Error("down");
    await pass(1_000);
    cache.forget();
    cache.put(SERVICE, cachedFlag("new-cart", { version: 4, defaultVariant: "off" }));
    cache.failure = undefined;
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_STALE", "PROVIDER_READY", "PROVIDER_CONFIGURATION_CHANGED new-cart"]);
    expect(await cart()).toMatchObject({ value: false, flagMetadata: { version: 4 } });
  });
});

describe("FLAG-05 no flag ever goes back in version", () => {
  it("a cache that comes back empty leaves what is known, STALE until the cache holds it again", async () => {
    const { cart, seen, messages } = await started();
    await pass(1_000);
    cache.forget();
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_STALE"]);
    expect(messages.at(-1)).toBe("The cache of service-0001 has lost flags; the last known ones stay: new-cart.");
    expect(await cart()).toMatchObject({ value: true, reason: "STALE", flagMetadata: { version: 3, age_ms: 1_000 } });
    await pass(120_000);
    expect(seen()).toEqual([]);
    expect(await cart()).toMatchObject({ reason: "STALE", flagMetadata: { age_ms: 121_000 } });

    cache.put(SERVICE, cachedFlag("new-cart", { version: 3 }));
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_READY"]);
    expect(await cart()).toMatchObject({ reason: "STATIC" });
  });

  it("until a deletion says that the flag is gone", async () => {
    const { cart, seen } = await started();
    cache.forget();
    await pass(1_000);
    cache.put(SERVICE, cachedDeletion("new-cart", 4));
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_STALE", "PROVIDER_READY", "PROVIDER_CONFIGURATION_CHANGED new-cart"]);
    expect(await cart()).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });

  it("a cache with an older version leaves the newer one, STALE; a newer one mends it", async () => {
    const { cart, seen } = await started();
    cache.put(SERVICE, cachedFlag("new-cart", { version: 2, defaultVariant: "off" }));
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_STALE"]);
    expect(await cart()).toMatchObject({ value: true, reason: "STALE", flagMetadata: { version: 3 } });
    cache.put(SERVICE, cachedFlag("new-cart", { version: 5, defaultVariant: "off" }));
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_READY", "PROVIDER_CONFIGURATION_CHANGED new-cart"]);
  });

  it("a deleted flag stays deleted where the cache lost the deletion or has an older version", async () => {
    const { cart, seen } = await started();
    cache.put(SERVICE, cachedDeletion("new-cart", 4));
    await pass(1_000);
    cache.forget();
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_CONFIGURATION_CHANGED new-cart"]);
    cache.put(SERVICE, cachedFlag("new-cart", { version: 3 }));
    await pass(1_000);
    expect(await cart()).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });

  it("only what the cache lost is STALE, and what depends on it", async () => {
    const dependencies = [{ flag_id: "new-cart", variant: "on" }];
    const dependent = cachedFlag("cart-colour", { dependencies });
    const indirect = cachedFlag("cart-font", { dependencies: [{ flag_id: "cart-colour", variant: "on" }] });
    cache.put(SERVICE, dependent, indirect, cachedFlag("other-flag"));
    const { client } = await started();
    cache.forget();
    cache.put(SERVICE, dependent, indirect, cachedFlag("other-flag"));
    await pass(1_000);
    const reasons = await Promise.all(
      ["new-cart", "cart-colour", "cart-font", "other-flag"].map((id) => client.getBooleanDetails(id, false)),
    );
    expect(reasons.map(({ reason }) => reason)).toEqual(["STALE", "STALE", "STALE", "STATIC"]);
  });

  it("what is no entry counts as missing, and takes no other with it", async () => {
    const { cart, client } = await started();
    const broken = { ...cachedFlag("bad-flag"), version: "7" as unknown as number };
    cache.put(SERVICE, broken, cachedFlag("new-cart", { version: 4 }));
    await pass(1_000);
    expect(await cart()).toMatchObject({ reason: "STATIC", flagMetadata: { version: 4 } });
    expect(await client.getBooleanDetails("bad-flag", false)).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });
});
