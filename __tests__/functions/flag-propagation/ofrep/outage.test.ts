import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import {
  KEPT_SERVICES,
  LAST_KNOWN_FOR_MS,
  RETRY_AFTER_MS,
  ServiceFlags,
} from "../../../../functions/flag-propagation/ofrep/service-flags";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { cachedFlag } from "../support/cache-entries";
import { MemoryFlagCache } from "../support/memory-flag-cache";
import { ofrepUnderTest } from "./ofrep-under-test";

const SERVICE = "service-0001";

async function warmThenDown() {
  const parts = ofrepUnderTest();
  parts.cache.put(SERVICE, cachedFlag("new-cart", { version: 3 }));
  await parts.one("new-cart");
  parts.cache.failure = new Error("Redis at cache:6379 did not answer");
  return parts;
}

describe("FLAG-05 OFREP: while Redis is down", () => {
  it("a warm function answers what it last knew, and says so", async () => {
    const { clock, one, all, reported } = await warmThenDown();
    clock.now += 5_000;
    expect((await one("new-cart")).body).toEqual({
      key: "new-cart",
      value: true,
      variant: "on",
      reason: "STATIC",
      metadata: { service: SERVICE, version: 3, stale: true, age_ms: 5_000 },
    });
    expect((await all()).body).toMatchObject({
      flags: [{ key: "new-cart", value: true, metadata: { stale: true } }],
      metadata: { service: SERVICE, stale: true, age_ms: 5_000 },
    });
    expect((await one("no-such-flag")).body).toMatchObject({
      errorCode: "FLAG_NOT_FOUND",
      metadata: { stale: true, age_ms: 5_000 },
    });
    expect(reported).toEqual([`${SERVICE}: Redis at cache:6379 did not answer`]);
  });

  it("says so of a service without flags too, by another ETag", async () => {
    const { cache, all } = ofrepUnderTest();
    const { headers } = await all();
    cache.failure = new Error("down");
    const answer = await all({}, { "If-None-Match": String(headers.etag) });
    expect(answer).toMatchObject({ status: 200, body: { flags: [], metadata: { stale: true } } });
  });

  it("asks Redis again after a second, not with every request", async () => {
    const { cache, clock, one } = await warmThenDown();
    cache.reads.splice(0);
    for (let request = 0; request < 5; request++) await one("new-cart");
    expect(cache.reads).toHaveLength(1);
    clock.now += RETRY_AFTER_MS;
    cache.failure = undefined;
    expect((await one("new-cart")).body.metadata).toEqual({ service: SERVICE, version: 3 });
  });

  it("answers for a quarter of an hour, then 500 with Retry-After", async () => {
    const { clock, one, all } = await warmThenDown();
    clock.now += LAST_KNOWN_FOR_MS;
    expect((await one("new-cart")).status).toBe(200);
    clock.now += 1;
    const { status, headers, body } = await one("new-cart");
    expect({ status, body }).toEqual({
      status: 500,
      body: {
        key: "new-cart",
        errorCode: "GENERAL",
        errorDetails: "The flags of service-0001 cannot be read. What is known is 900001 ms old, 900000 are allowed.",
      },
    });
    expect(headers["retry-after"]).toBe("1");
    expect(await all()).toMatchObject({ status: 500, body: { errorCode: "GENERAL" } });
  });

  it("a cold function answers 500, tells nothing of the failure, and recovers by itself", async () => {
    const { cache, clock, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedFlag("new-cart"));
    cache.failure = new Error("secret of the cache");
    const answer = await one("new-cart");
    expect(answer).toMatchObject({ status: 500, body: { key: "new-cart", errorCode: "GENERAL" } });
    expect(JSON.stringify(answer)).not.toContain("secret");
    cache.failure = undefined;
    clock.now += RETRY_AFTER_MS;
    expect((await one("new-cart")).status).toBe(200);
  });

  it("a Redis that comes back empty takes no flag away", async () => {
    const { cache, clock, one } = await warmThenDown();
    cache.failure = undefined;
    cache.forget();
    clock.now += 60_000;
    expect((await one("new-cart")).body).toMatchObject({
      value: true,
      metadata: { version: 3, stale: true, age_ms: 60_000 },
    });
  });
});

describe("FLAG-05 OFREP: memory is bounded", () => {
  it("the service that was not asked for the longest gives way", async () => {
    const reader = new MemoryFlagCache();
    const flags = new ServiceFlags({ reader, now: () => 0, report: () => undefined });
    const services = serviceNames(KEPT_SERVICES + 1);
    const [first = "", second = ""] = services;
    for (const service of services.slice(0, -1)) await flags.current(service);
    await flags.current(first);
    await flags.current(String(services.at(-1)));
    reader.reads.splice(0);
    await flags.current(first);
    await flags.current(second);
    expect(reader.reads).toEqual(["revision", "all"]);
  });
});
