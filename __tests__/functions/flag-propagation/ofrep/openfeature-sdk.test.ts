import "../../support/environment";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { OFREPApi } from "@openfeature/ofrep-core";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import { cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { ofrepServer } from "./ofrep-server";
import { ofrepUnderTest } from "./ofrep-under-test";

const SERVICE = "service-0002";

describe("FLAG-05 any OpenFeature SDK reads the flags: OpenFeature's own OFREP provider over HTTP", () => {
  const { handler, cache, clock } = ofrepUnderTest();
  const client = OpenFeature.getClient("ofrep");
  let server: Awaited<ReturnType<typeof ofrepServer>>;
  let api: OFREPApi;

  beforeAll(async () => {
    cache.put(
      SERVICE,
      cachedFlag("staff-only", { ...STAFF_ONLY, version: 4 }),
      cachedFlag("a-text", { variants: { on: "blue" } }),
      cachedFlag("a-number", { variants: { on: 7 } }),
      cachedFlag("an-object", { variants: { on: { a: [1, 2] } } }),
      cachedFlag("bad-flag", { targeting: { explode: [] } }),
      cachedFlag("off-flag", { state: "DISABLED" }),
    );
    server = await ofrepServer(handler);
    api = new OFREPApi(server.baseUrl);
    const headers = { "X-Service": SERVICE };
    await OpenFeature.setProviderAndWait("ofrep", new OFREPProvider({ baseUrl: server.baseUrl, headers }));
  });

  afterAll(async () => {
    await OpenFeature.close();
    await server.close();
  });

  it("Requirements 2.2.3 to 2.2.6 and 2.2.9: value, variant, reason and flag metadata arrive", async () => {
    const context = { targetingKey: "u1", email: "a@example.com" };
    expect(await client.getBooleanDetails("staff-only", false, context)).toEqual({
      flagKey: "staff-only",
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      flagMetadata: { service: SERVICE, version: 4 },
    });
    expect(await client.getBooleanDetails("staff-only", true)).toMatchObject({ value: false, reason: "DEFAULT" });
  });

  it("Requirement 2.2.2.1: every type arrives", async () => {
    expect(await client.getStringValue("a-text", "")).toBe("blue");
    expect(await client.getNumberValue("a-number", 0)).toBe(7);
    expect(await client.getObjectValue("an-object", {})).toEqual({ a: [1, 2] });
  });

  it.each([
    ["no-such-flag", "FLAG_NOT_FOUND", {}],
    ["bad-flag", "PARSE_ERROR", {}],
    ["a-text", "TYPE_MISMATCH", {}],
    ["staff-only", "INVALID_CONTEXT", { prototype: "x" }],
  ])("Requirement 2.2.7: %s is %s, and the caller keeps its default", async (flag, errorCode, context) => {
    expect(await client.getBooleanDetails(flag, true, context)).toMatchObject({ value: true, errorCode });
  });

  it("a disabled flag leaves the caller its default", async () => {
    expect(await client.getBooleanValue("off-flag", true)).toBe(true);
  });

  it("all flags arrive at once, and 304 while they are the same", async () => {
    const request = { context: { targetingKey: "u1" } };
    const first = await api.postBulkEvaluateFlags(request, { headers: { "X-Service": SERVICE } });
    expect(first).toMatchObject({ httpStatus: 200, value: { flags: expect.any(Array) } });
    const headers = { "X-Service": SERVICE, "If-None-Match": String(first.httpResponse?.headers.get("etag")) };
    expect((await api.postBulkEvaluateFlags(request, { headers })).httpStatus).toBe(304);
    cache.put(SERVICE, cachedFlag("a-number", { version: 2, variants: { on: 8 } }));
    expect((await api.postBulkEvaluateFlags(request, { headers })).httpStatus).toBe(200);
  });

  it("a service that there is none of is a failure that the SDK can read", async () => {
    const answer = await api.postBulkEvaluateFlags({}, { headers: { "X-Service": "nobody" } });
    expect(answer).toMatchObject({ httpStatus: 400, value: { errorCode: "INVALID_CONTEXT" } });
  });

  it("what is said of an outage arrives", async () => {
    cache.failure = new Error("down");
    clock.now += 3_000;
    expect(await client.getStringDetails("a-text", "")).toMatchObject({
      value: "blue",
      reason: "STATIC",
      flagMetadata: { stale: true, age_ms: 3_000 },
    });
    clock.now += 15 * 60_000;
    expect(await client.getStringDetails("a-text", "mine")).toMatchObject({
      value: "mine",
      errorCode: "GENERAL",
      errorMessage: expect.stringContaining("The flags of service-0002 cannot be read."),
    });
    cache.failure = undefined;
    clock.now += 1_000;
    expect((await client.getStringDetails("a-text", "")).flagMetadata).toEqual({ service: SERVICE, version: 1 });
  });
});
