import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { OpenFeature, ServerProviderStatus } from "@openfeature/server-sdk";
import { PlumblineProvider } from "../../../../functions/flag-propagation/client/plumbline-provider";
import { cachedDeletion, cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { MemoryFlagCache } from "../support/memory-flag-cache";
import { providerUnderTest } from "./provider-under-test";

const SERVICE = "service-0001";
const START = Date.UTC(2026, 5, 1, 12);

let cache: MemoryFlagCache;

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  cache = new MemoryFlagCache();
  cache.put(SERVICE, cachedFlag("new-cart"), cachedFlag("staff-only", STAFF_ONLY));
});

afterEach(async () => {
  await OpenFeature.close();
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe("FLAG-05 an OpenFeature provider for the flags of a service", () => {
  it("Requirement 2.1.1: has a name", () => {
    expect(providerUnderTest(cache).provider.metadata.name).toBe("plumbline");
  });

  it("Requirements 2.2.3 to 2.2.6 and 2.2.9: gives value, variant, reason and flag metadata, and no error code", async () => {
    const { client, start } = providerUnderTest(cache);
    await start();
    expect(await client.getBooleanDetails("staff-only", false, { email: "a@example.com" })).toEqual({
      flagKey: "staff-only",
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      flagMetadata: { service: SERVICE, version: 1 },
    });
  });

  it("Requirement 2.2.2.1: resolves booleans, text, numbers and objects", async () => {
    const typed = (id: string, on: string | number | { a: number }) => cachedFlag(id, { variants: { on } });
    cache.put(SERVICE, typed("a-text", "blue"), typed("a-number", 7), typed("an-object", { a: 1 }));
    const { client, start } = providerUnderTest(cache);
    await start();
    expect(await client.getBooleanValue("new-cart", false)).toBe(true);
    expect(await client.getStringValue("a-text", "")).toBe("blue");
    expect(await client.getNumberValue("a-number", 0)).toBe(7);
    expect(await client.getObjectValue("an-object", {})).toEqual({ a: 1 });
  });

  it.each([
    ["FLAG_NOT_FOUND", "no-such-flag"],
    ["TYPE_MISMATCH", "new-cart"],
  ])("Requirement 2.2.7: tells %s and leaves the caller its default", async (errorCode, id) => {
    const { client, start } = providerUnderTest(cache);
    await start();
    expect(await client.getStringDetails(id, "mine")).toMatchObject({ value: "mine", reason: "ERROR", errorCode });
  });

  it("leaves the caller its default where a flag is disabled, with no error", async () => {
    cache.put(SERVICE, cachedFlag("new-cart", { state: "DISABLED", version: 2 }));
    const { client, start } = providerUnderTest(cache);
    await start();
    const details = await client.getBooleanDetails("new-cart", false);
    expect(details).toMatchObject({ value: false, reason: "DISABLED", flagMetadata: { version: 2 } });
    expect(details.errorCode).toBeUndefined();
  });

  it("follows a schedule without anything being read", async () => {
    cache.put(SERVICE, cachedFlag("new-cart", { version: 2, schedule: { enable_at: "2026-06-01T12:00:00.500Z" } }));
    const { client, start } = providerUnderTest(cache);
    await start();
    expect((await client.getBooleanDetails("new-cart", false)).reason).toBe("DISABLED");
    await pass(500);
    expect((await client.getBooleanDetails("new-cart", false)).reason).toBe("STATIC");
    expect(cache.reads).toEqual(["all"]);
  });
});

describe("FLAG-05 a change arrives with the next poll", () => {
  it("asks for the revision every second, and reads the flags only where it changed", async () => {
    const { client, start, seen } = providerUnderTest(cache);
    await start();
    await pass(3_000);
    expect(cache.reads.splice(0)).toEqual(["all", "revision", "revision", "revision"]);
    expect(seen()).toEqual(["PROVIDER_READY"]);

    cache.put(SERVICE, cachedFlag("new-cart", { version: 2, defaultVariant: "off" }), cachedDeletion("staff-only", 2));
    await pass(1_000);
    expect(cache.reads).toEqual(["revision", "all"]);
    expect(seen()).toEqual(["PROVIDER_CONFIGURATION_CHANGED new-cart staff-only"]);
    expect(await client.getBooleanValue("new-cart", true)).toBe(false);
    expect(await client.getBooleanDetails("staff-only", true)).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });

  it("tells no change of flags that did not change", async () => {
    const { start, seen } = providerUnderTest(cache);
    await start();
    cache.put(SERVICE, cachedFlag("new-cart"));
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_READY"]);
  });

  it("finds within a minute what a Redis with the same revision and other flags holds", async () => {
    const { start, seen } = providerUnderTest(cache);
    await start();
    cache.forget();
    // One write after the loss: the revision is 1, as it was.
    cache.put(SERVICE, cachedFlag("new-cart", { version: 2 }), cachedFlag("staff-only", { version: 2 }));
    await pass(60_000);
    expect(seen()).toEqual(["PROVIDER_READY", "PROVIDER_CONFIGURATION_CHANGED new-cart staff-only"]);
  });
});

describe("Requirements 2.4.1 and 2.4.2.1: a provider that cannot start", () => {
  it("fails to start, tells PROVIDER_ERROR, and PROVIDER_READY by itself once the cache can be read", async () => {
    cache.failure = new Error("Redis at cache:6379 cannot be reached");
    const { client, start, seen, messages } = providerUnderTest(cache);
    await expect(start()).rejects.toThrow("The flags of service-0001 cannot be read: Redis at cache:6379");
    expect(client.providerStatus).toBe(ServerProviderStatus.ERROR);
    expect(seen()).toEqual(["PROVIDER_ERROR"]);
    expect(messages[0]).toContain("cannot be reached");
    expect(await client.getBooleanDetails("new-cart", false)).toMatchObject({
      value: false,
      errorCode: "PROVIDER_NOT_READY",
    });

    await pass(2_000);
    expect(seen()).toEqual([]);
    cache.failure = undefined;
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_READY"]);
    expect(client.providerStatus).toBe(ServerProviderStatus.READY);
    expect(await client.getBooleanValue("new-cart", false)).toBe(true);
  });

  it("fails to start where the cache never answers, and starts when it does", async () => {
    cache.hangs = true;
    const { start, seen } = providerUnderTest(cache);
    const started = expect(start()).rejects.toThrow("Reading the flags of service-0001 took more than 5000 ms.");
    await pass(5_000);
    await started;
    cache.hangs = false;
    await pass(1_000);
    expect(seen()).toEqual(["PROVIDER_ERROR", "PROVIDER_READY"]);
  });

  it("is ready for a service that has no flags yet", async () => {
    cache.forget();
    const { client, start, seen } = providerUnderTest(cache);
    await start();
    expect(seen()).toEqual(["PROVIDER_READY"]);
    expect(await client.getBooleanDetails("new-cart", false)).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });
});

describe("Requirements 2.5.1 to 2.5.3: a provider that is closed", () => {
  it("asks nothing any more, ends its connection, is not ready, and bears being closed again", async () => {
    const close = jest.fn();
    const provider = new PlumblineProvider({ service: SERVICE, reader: cache, close });
    await provider.initialize();
    await provider.onClose();
    await provider.onClose();
    const before = cache.reads.length;
    await pass(10_000);
    expect(cache.reads).toHaveLength(before);
    expect(jest.getTimerCount()).toBe(0);
    expect(close).toHaveBeenCalled();
    await expect(provider.resolveBooleanEvaluation("new-cart", false, {})).rejects.toThrow("have not been read yet");
  });

  it("starts no timer anew where a read was under way", async () => {
    const provider = new PlumblineProvider({ service: SERVICE, reader: cache });
    await provider.initialize();
    cache.hangs = true;
    await pass(1_000);
    await provider.onClose();
    await pass(5_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("starts again", async () => {
    const provider = new PlumblineProvider({ service: SERVICE, reader: cache });
    await provider.initialize();
    await provider.onClose();
    await provider.initialize();
    expect(await provider.resolveBooleanEvaluation("new-cart", false, {})).toMatchObject({ value: true });
    await provider.onClose();
  });
});

describe("a provider's timer", () => {
  it("does not keep the process running", async () => {
    const unref = jest.spyOn(globalThis, "setTimeout");
    const provider = new PlumblineProvider({ service: SERVICE, reader: cache });
    await provider.initialize();
    const poll = unref.mock.results.at(-1)?.value as NodeJS.Timeout;
    expect(poll.hasRef()).toBe(false);
    await provider.onClose();
  });

  it.each([0, -1, 0.5, Number.NaN, 2 ** 31])("takes no interval of %d ms", (pollIntervalMs) => {
    expect(() => new PlumblineProvider({ service: SERVICE, reader: cache, pollIntervalMs })).toThrow(
      `pollIntervalMs is ${pollIntervalMs}. It has to be a whole number of milliseconds from 1 to 2147483647.`,
    );
  });
});
