import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { propagationDocument } from "../../../../functions/flag-propagation/propagation-status/representation";
import { EXAMPLE_NOW } from "../../../../functions/flag-propagation/rules/example";
import { RULES } from "../../../../functions/flag-propagation/rules/rules";
import { serviceName } from "../../../../functions/flag-propagation/services";
import { expectProblem } from "../../support/problems";
import { changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";

const ID = "checkout-new-payment-form";
const PATH = `/flags/${ID}/propagation`;
const WRITTEN = EXAMPLE_NOW + 1_000;
const NONE = { p50_ms: 0, p99_ms: 0, max_ms: 0 };

function verdict(version: number, valid = true, changes: Partial<Verdict> = {}): Verdict {
  return {
    flag_id: ID,
    record: `verdict#${version}#1`,
    version,
    valid,
    broken: [],
    advisories: [],
    validated_at: WRITTEN + 40,
    ...(valid && { published_at: WRITTEN + 50 }),
    ...changes,
  };
}

function entry(version: number, afterMs = 300): CacheEntry {
  const hops = { received_at: WRITTEN, validated_at: WRITTEN, published_at: WRITTEN, queued_at: WRITTEN };
  return {
    flag_id: ID,
    version,
    environment: "staging",
    written_at: WRITTEN,
    ...hops,
    cached_at: WRITTEN + afterMs,
    deleted: true,
  };
}

/** A flag of so many versions, with verdicts, and caches of the services 1, 2, 3 … in order. */
async function flagWith(
  versions: number,
  verdicts: readonly Verdict[],
  ...entries: readonly (CacheEntry | undefined)[]
) {
  const store = new MemoryFlagStore();
  store.verdicts.push(...verdicts);
  const cached = new Map(entries.flatMap((it, index) => (it ? [[serviceName(index + 1), it] as const] : [])));
  const api = flagsApiUnderTest({ store, cached, services: entries.length });
  await api.send("POST", "/flags", { body: newFlag() });
  for (let version = 2; version <= versions; version++) {
    const body = changedFlag({ reason: `Widen the trial to ${version} tenths of the shops.` });
    await api.send("PUT", `/flags/${ID}`, { body, headers: { "If-Match": "*" } });
  }
  return { ...api, store };
}

describe("GET /flags/{flag_id}/propagation", () => {
  it("tells that all services have the version, and how long the last one took", async () => {
    const { send } = await flagWith(1, [verdict(1)], entry(1, 300), entry(1, 900), entry(1, 20));
    const { status, body } = await send("GET", PATH);
    expect(status).toBe(200);
    expect(body).toEqual({
      flag_id: ID,
      version: 1,
      written_at: WRITTEN,
      verdict: {
        valid: true,
        broken: [],
        advisories: [],
        validated_at: WRITTEN + 40,
        published_at: WRITTEN + 50,
      },
      target_version: 1,
      services: { total: 3, converged: 3, lagging: [] },
      slowest_ms: 900,
      hops: {
        stream: NONE,
        validation: NONE,
        publish: { p50_ms: 10, p99_ms: 10, max_ms: 10 },
        queue: NONE,
        cache: { p50_ms: 300, p99_ms: 900, max_ms: 900 },
        fan_out: { p50_ms: 300, p99_ms: 900, max_ms: 900 },
        total: { p50_ms: 300, p99_ms: 900, max_ms: 900 },
      },
    });
  });

  it("tells of the hops of the target alone: with its own verdict, over the services that have exactly it", async () => {
    const refused = verdict(3, false, { validated_at: WRITTEN + 7_000 });
    const target = verdict(2, true, { validated_at: WRITTEN + 100, published_at: WRITTEN + 125 });
    const { send } = await flagWith(3, [verdict(1), target, refused], entry(1, 5), entry(2, 70), entry(3, 9_000));
    const { target_version, services, hops } = (await send("GET", PATH)).body;
    expect([target_version, services.converged]).toEqual([2, 2]);
    expect(hops.publish).toEqual({ p50_ms: 25, p99_ms: 25, max_ms: 25 });
    expect(hops.total).toEqual({ p50_ms: 70, p99_ms: 70, max_ms: 70 });
  });

  it.each([
    ["no version is published", [], [entry(1)]],
    ["no service has the target", [verdict(1), verdict(2)], [entry(1), undefined]],
  ])("tells of no hops while %s", async (_, verdicts, entries) => {
    const { send } = await flagWith(2, verdicts, ...entries);
    expect((await send("GET", PATH)).body).toMatchObject({ slowest_ms: null, hops: null });
  });

  it("answers what its OpenAPI document says", async () => {
    for (const entries of [[], [undefined], [entry(1, 300), entry(1, -5)]]) {
      const { send } = await flagWith(1, [verdict(1)], ...entries, undefined);
      const { body } = await send("GET", PATH);
      expect(propagationDocument.strict().parse(body)).toEqual(body);
    }
  });

  it("names the services that lag behind, and those that have nothing", async () => {
    const { send } = await flagWith(2, [verdict(1), verdict(2)], entry(2), entry(1), undefined);
    expect((await send("GET", PATH)).body).toMatchObject({
      version: 2,
      target_version: 2,
      services: {
        total: 3,
        converged: 1,
        lagging: [
          { service: "service-0002", version: 1 },
          { service: "service-0003", version: null },
        ],
      },
      slowest_ms: null,
    });
  });

  it("FLAG-03 tells why the current version goes nowhere, and that services stay at the last valid one", async () => {
    const [rule] = RULES;
    const broken = verdict(2, false, { broken: [String(rule?.id), "GONE-99"], advisories: [String(rule?.id)] });
    const { send } = await flagWith(2, [verdict(1), broken], entry(1));
    const { body } = await send("GET", PATH);
    expect(body).toMatchObject({
      version: 2,
      target_version: 1,
      services: { total: 1, converged: 1, lagging: [] },
      verdict: {
        valid: false,
        broken: [
          { id: rule?.id, sentence: rule?.sentence },
          { id: "GONE-99", sentence: expect.any(String) },
        ],
        advisories: [{ id: rule?.id, sentence: rule?.sentence }],
      },
    });
    expect(body.verdict).not.toHaveProperty("published_at");
  });

  it("tells that there is no verdict yet, and no version that services could come to", async () => {
    const { send } = await flagWith(1, [], undefined, undefined);
    expect((await send("GET", PATH)).body).toMatchObject({
      verdict: null,
      target_version: null,
      services: { total: 2, converged: 0, lagging: [] },
      slowest_ms: null,
    });
  });

  it("counts a service that is ahead of the last verdict as arrived", async () => {
    const { send } = await flagWith(2, [verdict(1)], entry(1, 70), entry(2, 5));
    expect((await send("GET", PATH)).body).toMatchObject({
      target_version: 1,
      services: { converged: 2, lagging: [] },
      slowest_ms: 70,
    });
  });

  it("never tells of a negative time, whatever the clocks say", async () => {
    const { send } = await flagWith(1, [verdict(1)], entry(1, -500));
    expect((await send("GET", PATH)).body.slowest_ms).toBe(0);
  });

  it("follows a deletion too", async () => {
    const { send } = await flagWith(1, [verdict(1), verdict(2)], entry(1));
    const query = { reason: "The trial is over, the form is there for all.", user: "ada@example.com" };
    expect((await send("DELETE", `/flags/${ID}`, { query, headers: { "If-Match": "*" } })).status).toBe(204);
    expect((await send("GET", PATH)).body).toMatchObject({
      version: 2,
      target_version: 2,
      services: { lagging: [{ service: "service-0001", version: 1 }] },
    });
  });

  it("counts only services that take the flag, whatever the caches of the others hold", async () => {
    const { send, store } = await flagWith(1, [verdict(1)], entry(1, 300), undefined, entry(1, 9_000), entry(1, 500));
    store.filters.set("service-0002", new Set(["other-flag"])).set("service-0003", new Set());
    store.filters.set("service-0004", new Set(["other-flag", ID])).set("service-0099", new Set([ID]));
    expect((await send("GET", PATH)).body).toMatchObject({
      services: { total: 2, converged: 2, lagging: [] },
      slowest_ms: 500,
      hops: { total: { p50_ms: 300, max_ms: 500 } },
    });
  });

  it("names a service that takes the flag and lags, behind one that does not take it", async () => {
    const { send, store } = await flagWith(2, [verdict(2)], undefined, entry(1), entry(2));
    store.filters.set("service-0001", new Set(["other-flag"]));
    const { services } = (await send("GET", PATH)).body;
    expect(services).toEqual({ total: 2, converged: 1, lagging: [{ service: "service-0002", version: 1 }] });
  });

  it("has nowhere to go where no service takes the flag", async () => {
    const { send, store } = await flagWith(1, [verdict(1)], entry(1));
    store.filters.set("service-0001", new Set());
    expect((await send("GET", PATH)).body).toMatchObject({
      target_version: 1,
      services: { total: 0, converged: 0, lagging: [] },
      slowest_ms: null,
      hops: null,
    });
  });

  it("tells of a flag that never was", async () => {
    expectProblem(await flagsApiUnderTest().send("GET", PATH), 404, "not-found");
  });

  it("is a problem of its own while Redis is down, and all else goes on", async () => {
    const down = () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
    const { send } = flagsApiUnderTest({ caches: { entries: down, all: down, revision: down } });
    expect((await send("POST", "/flags", { body: newFlag() })).status).toBe(201);

    const failed = await send("GET", PATH);

    expectProblem(failed, 503, "caches-unreadable");
    expect(failed.headers["retry-after"]).toMatch(/^\d+$/);
    expect(failed.text).not.toContain("ECONNREFUSED");
    expect((await send("GET", `/flags/${ID}`)).status).toBe(200);
    expect((await send("GET", "/flags")).status).toBe(200);
  });
});
