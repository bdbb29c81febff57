import "../../support/environment";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { expectProblem } from "../../support/problems";
import { cachedDeletion, cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { ofrepUnderTest, START } from "./ofrep-under-test";

const SERVICE = "service-0001";

describe("FLAG-05 OFREP: one flag", () => {
  it("answers 200 with key, value, variant, reason and metadata", async () => {
    const { cache, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedFlag("staff-only", { ...STAFF_ONLY, version: 4, metadata: { team: "cart" } }));
    const answer = await one("staff-only", { targetingKey: "u1", email: "a@example.com" });
    expect(answer.headers["content-type"]).toBe("application/json");
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: {
        key: "staff-only",
        value: true,
        variant: "on",
        reason: "TARGETING_MATCH",
        metadata: { service: SERVICE, team: "cart", version: 4 },
      },
    });
  });

  it("answers a disabled flag without a value, so that the caller's default is used", async () => {
    const { cache, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedFlag("new-cart", { state: "DISABLED" }));
    expect(await one("new-cart")).toMatchObject({
      status: 200,
      body: { key: "new-cart", reason: "DISABLED", metadata: { service: SERVICE, version: 1 } },
    });
    expect((await one("new-cart")).body).not.toHaveProperty("value");
  });

  it.each(["no-such-flag", "deleted-flag", "constructor", "__proto__"])("answers 404 to %s", async (key) => {
    const { cache, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedDeletion("deleted-flag", 2));
    const { status, body } = await one(key);
    expect({ status, body }).toEqual({
      status: 404,
      body: {
        key,
        errorCode: "FLAG_NOT_FOUND",
        errorDetails: `Flag '${key}' was not found.`,
        metadata: { service: SERVICE },
      },
    });
  });

  it("answers 400 to a flag that cannot be read, and the others as ever", async () => {
    const { cache, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedFlag("bad-flag", { targeting: { explode: [] } }), cachedFlag("new-cart"));
    expect(await one("bad-flag")).toMatchObject({ status: 400, body: { key: "bad-flag", errorCode: "PARSE_ERROR" } });
    expect(await one("new-cart")).toMatchObject({ status: 200 });
  });

  it("evaluates the flags of the service that X-Service names, service-0001 where it is missing", async () => {
    const { cache, one } = ofrepUnderTest();
    cache.put("service-0001", cachedFlag("new-cart", { version: 1 }));
    cache.put("service-0002", cachedFlag("new-cart", { version: 2 }));
    const metadata = async (headers: Record<string, string>) => (await one("new-cart", {}, headers)).body.metadata;
    expect(await metadata({})).toEqual({ service: "service-0001", version: 1 });
    expect(await metadata({ "X-Service": "service-0002" })).toEqual({ service: "service-0002", version: 2 });
  });

  it.each(["service-0004", "", "constructor", "service-0001,service-0002", "x".repeat(5_000)])(
    "answers 400 INVALID_CONTEXT to the service %j, and says what there is",
    async (service) => {
      const { cache, one } = ofrepUnderTest();
      const { status, body } = await one("new-cart", {}, { "X-Service": service });
      expect({ status, body }).toEqual({
        status: 400,
        body: {
          key: "new-cart",
          errorCode: "INVALID_CONTEXT",
          errorDetails: `There is no service '${service.slice(0, 64)}'. Header X-Service has to name one of the 3 services, such as service-0001.`,
        },
      });
      expect(cache.reads).toEqual([]);
    },
  );

  it("reads the cache again only where its revision changed", async () => {
    const { cache, one } = ofrepUnderTest();
    cache.put(SERVICE, cachedFlag("new-cart"));
    await one("new-cart");
    await one("new-cart");
    expect(cache.reads).toEqual(["all", "revision"]);
    cache.put(SERVICE, cachedFlag("new-cart", { version: 2 }));
    expect((await one("new-cart")).body.metadata.version).toBe(2);
    expect(cache.reads).toEqual(["all", "revision", "revision", "all"]);
  });
});

describe("FLAG-05 OFREP: all flags", () => {
  it("answers what each resolves to, in the order of their ids, failures among them", async () => {
    const { cache, all } = ofrepUnderTest();
    cache.put(
      SERVICE,
      cachedFlag("new-cart"),
      cachedFlag("bad-flag", { targeting: { explode: [] } }),
      cachedFlag("off-flag", { state: "DISABLED" }),
      cachedDeletion("gone-flag", 2),
    );
    const { status, body } = await all();
    const metadata = { service: SERVICE, version: 1 };
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        flags: [
          {
            key: "bad-flag",
            errorCode: "PARSE_ERROR",
            errorDetails: "Invalid targeting configuration for flag 'bad-flag'",
            metadata,
          },
          { key: "new-cart", value: true, variant: "on", reason: "STATIC", metadata },
          { key: "off-flag", reason: "DISABLED", metadata },
        ],
        metadata: { service: SERVICE },
      },
    });
  });

  it("answers a service without flags with none", async () => {
    expect(await ofrepUnderTest().all()).toMatchObject({ status: 200, body: { flags: [] } });
  });

  it("answers 500 where the evaluations are more than an answer may hold, and says what to do", async () => {
    const { cache, all } = ofrepUnderTest();
    const variants = { on: "x".repeat(300_000) };
    cache.put(SERVICE, ...Array.from({ length: 20 }, (_, index) => cachedFlag(`flag-${index}`, { variants })));
    expect(await all()).toMatchObject({
      status: 500,
      body: { errorCode: "GENERAL", errorDetails: expect.stringContaining("Evaluate the flags one by one.") },
    });
  });
});

describe("FLAG-05 OFREP: ETag and 304", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  const twice = async (first: () => void, between: (parts: ReturnType<typeof ofrepUnderTest>) => void) => {
    first();
    const parts = ofrepUnderTest();
    parts.cache.put(
      SERVICE,
      cachedFlag("staff-only", STAFF_ONLY),
      cachedFlag("timed-flag", { schedule: { enable_at: "2026-06-01T12:00:01Z" } }),
      cachedFlag("ticking-flag", {
        defaultVariant: "off",
        targeting: { if: [{ ">": [{ var: "$flagd.timestamp" }, START / 1000] }, "on"] },
      }),
      cachedFlag("dependent-flag", {
        defaultVariant: "off",
        targeting: { if: [true, "on"] },
        dependencies: [{ flag_id: "timed-flag", variant: "on" }],
      }),
    );
    const before = await parts.all({ email: "a@example.com" });
    between(parts);
    const etag = String(before.headers.etag);
    return { ...parts, before, etag, again: (context: object) => parts.all(context, { "If-None-Match": etag }) };
  };
  const still = () => jest.useFakeTimers({ now: START, doNotFake: ["nextTick", "setImmediate"] });

  it("answers 304 without a body while the evaluations are the same", async () => {
    const { again, etag } = await twice(still, () => undefined);
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    const answer = await again({ email: "a@example.com" });
    expect(answer).toMatchObject({ status: 304, headers: { etag } });
    expect(answer.body).toBeUndefined();
  });

  it.each([
    ["W/ and quotes", (tag: string) => tag],
    ["quotes alone", (tag: string) => tag.slice(2)],
    ["neither", (tag: string) => tag.slice(3, -1)],
    ["others beside it", (tag: string) => `"abc", ${tag}`],
  ])("knows its tag with %s", async (_, write) => {
    const { all, etag } = await twice(still, () => undefined);
    expect((await all({ email: "a@example.com" }, { "If-None-Match": write(etag) })).status).toBe(304);
  });

  it.each(["*", '"abc"', "", "W/", '""'])("answers 200 to If-None-Match %j", async (given) => {
    const { all } = await twice(still, () => undefined);
    expect((await all({ email: "a@example.com" }, { "If-None-Match": given })).status).toBe(200);
  });

  it.each<[string, (parts: ReturnType<typeof ofrepUnderTest>) => void, object]>([
    ["a flag changed", ({ cache }) => cache.put(SERVICE, cachedFlag("staff-only", { version: 2 })), {}],
    ["a flag is new", ({ cache }) => cache.put(SERVICE, cachedFlag("new-flag")), {}],
    ["a flag was deleted", ({ cache }) => cache.put(SERVICE, cachedDeletion("ticking-flag", 2)), {}],
    ["the context gives another value", () => undefined, { email: "a@example.org" }],
    ["a schedule switched a flag, and what depends on it", ({ clock }) => (clock.now += 1_000), {}],
    ["targeting by the time gives another value", () => jest.setSystemTime(START + 2_000), {}],
  ])("answers 200 where %s", async (_, between, context) => {
    const { again, before } = await twice(still, between);
    const answer = await again({ email: "a@example.com", ...context });
    expect(answer.status).toBe(200);
    expect(answer.body.flags).not.toEqual(before.body.flags);
    expect(answer.headers.etag).not.toBe(before.headers.etag);
  });

  it("answers 200 to the tag of another service", async () => {
    const { again, all } = await twice(still, () => undefined);
    const empty = await all({}, { "X-Service": "service-0002" });
    const tag = { "X-Service": "service-0003", "If-None-Match": String(empty.headers.etag) };
    expect((await all({}, tag)).status).toBe(200);
    expect((await again({ email: "a@example.com" })).status).toBe(304);
  });

  it("answers 200 once when the cache can no longer be read, then 304 while nothing else changes", async () => {
    const { again, all, before } = await twice(still, (parts) => {
      parts.cache.failure = new Error("down");
    });
    const stale = await again({ email: "a@example.com" });
    expect(stale).toMatchObject({ status: 200, body: { metadata: { stale: true, age_ms: 0 } } });
    expect(stale.headers.etag).not.toBe(before.headers.etag);
    const next = await all({ email: "a@example.com" }, { "If-None-Match": String(stale.headers.etag) });
    expect(next.status).toBe(304);
  });
});

describe("APP-10 what is no request of the protocol is a problem document", () => {
  it.each([
    ["POST", "/ofrep/v1/evaluate", 404, "not-found"],
    ["POST", "/ofrep/v1/evaluate/flags/", 404, "not-found"],
    ["GET", "/ofrep/v1/evaluate/flags", 405, "method-not-allowed"],
    ["PUT", "/ofrep/v1/evaluate/flags/new-cart", 405, "method-not-allowed"],
  ])("%s %s: %d %s", async (method, path, status, slug) => {
    expectProblem(await ofrepUnderTest().send(path, {}, method), status, slug);
  });

  it("a body that is not application/json: 415", async () => {
    const call = { rawBody: "{}", headers: { "Content-Type": "text/plain" } };
    expectProblem(await ofrepUnderTest().send("/ofrep/v1/evaluate/flags", call), 415, "unsupported-media-type");
  });
});
