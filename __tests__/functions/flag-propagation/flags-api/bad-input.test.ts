import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { routes } from "../../../../functions/flag-propagation/flags-api/routes";
import { routes as propagationRoutes } from "../../../../functions/flag-propagation/propagation-status/routes";
import { serviceCount } from "../../../../functions/flag-propagation/service-count";
import { expectProblem } from "../../support/problems";
import { changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";

const ID = "checkout-new-payment-form";
const create = (body: unknown) => flagsApiUnderTest().send("POST", "/flags", { body });
const pointers = (body: { errors: readonly { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe("a body", () => {
  it("is refused with all its faults at once", async () => {
    const refused = await create({ ...newFlag({ state: "on", user: undefined }), colour: "red" });
    expectProblem(refused, 422, "invalid-body");
    expect(pointers(refused.body).sort()).toEqual(["/colour", "/state", "/user"]);
  });

  it.each([
    ["a number that no table keeps", { variants: { off: 0, on: 1e-200 } }, ["/variants/on"]],
    ["a number past what a table keeps", { metadata: { limit: 1e200 } }, ["/metadata/limit"]],
    ["half of a surrogate pair", { description: "half \ud800" }, ["/description"]],
    ["half of one in a name", { metadata: { "\udc00": 1 } }, ["/metadata"]],
    ["a name that is empty", { targeting: { "": [] } }, ["/targeting"]],
  ])("is refused for %s", async (_what, changes, expected) => {
    const refused = await create(newFlag(changes));
    expectProblem(refused, 422, "invalid-body");
    expect(pointers(refused.body)).toEqual(expected);
  });

  const nested = (levels: number) =>
    JSON.stringify(newFlag({ targeting: { not: "HERE" } })).replace('"HERE"', "[".repeat(levels) + "]".repeat(levels));

  it.each([27, 1_000])("is refused for a nesting %d levels deep, which no table keeps", async (levels) => {
    const refused = await flagsApiUnderTest().send("POST", "/flags", { rawBody: nested(levels) });
    expectProblem(refused, 422, "invalid-body");
    expect(refused.body.errors).toMatchObject([{ detail: "Must not be nested more than 28 levels deep." }]);
  });

  it("is refused for a nesting that no parser follows, and nothing breaks", async () => {
    const refused = await flagsApiUnderTest().send("POST", "/flags", { rawBody: nested(100_000) });
    expectProblem(refused, 400, "malformed-json");
  });

  it("is refused when a member is named __proto__", async () => {
    const rawBody = JSON.stringify(newFlag()).replace('"variants":{', '"variants":{"__proto__":{"polluted":true},');
    expectProblem(await flagsApiUnderTest().send("POST", "/flags", { rawBody }), 400, "malformed-json");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("is refused when it has more than 256 KiB, or is no JSON", async () => {
    expectProblem(await create(newFlag({ description: "x".repeat(262_144) })), 413, "content-too-large");
    const { send } = flagsApiUnderTest();
    expectProblem(await send("POST", "/flags", { rawBody: "flag: on" }), 400, "malformed-json");
    const headers = { "Content-Type": "text/yaml" };
    expectProblem(await send("POST", "/flags", { rawBody: "{}", headers }), 415, "unsupported-media-type");
  });
});

describe("the place where the table keeps which flags a service takes", () => {
  it.each([
    ["GET", "", {}],
    ["PUT", "", { body: changedFlag(), headers: { "If-Match": "*" } }],
    ["DELETE", "", { query: { reason: "Nobody needs it.", user: "ada" }, headers: { "If-Match": "*" } }],
    ["GET", "/versions", {}],
    ["GET", "/propagation", {}],
  ] as const)("is no flag: %s /flags/%%23services%s", async (method, rest, call) => {
    const store = new MemoryFlagStore();
    store.records.set("#services", { flag_id: "#services", version: 1, flags: "{}" });
    const { send } = flagsApiUnderTest({ store });
    for (const id of ["%23services", "#services"]) {
      expectProblem(await send(method, `/flags/${id}${rest}`, call), 404, "not-found");
    }
  });

  it("cannot be made one", async () => {
    const refused = await create(newFlag({ flag_id: "#services" }));
    expectProblem(refused, 422, "invalid-body");
    expect(pointers(refused.body)).toEqual(["/flag_id"]);
  });
});

describe("every route", () => {
  it("answers anything at all with success or with a problem of the 4xx", async () => {
    const text = fc.string({ unit: "binary", maxLength: 20 });
    const values = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text);
    const body = fc.oneof(
      fc.json(),
      text,
      fc.dictionary(fc.constantFrom(...Object.keys(newFlag()), "other"), values).map((given) => {
        return JSON.stringify({ ...changedFlag(), ...given });
      }),
    );
    const headers = fc.record(
      {
        "If-Match": fc.oneof(fc.constantFrom("*", '"1"'), fc.string()),
        "If-None-Match": fc.oneof(fc.constantFrom("*", '"1"'), fc.string()),
      },
      { requiredKeys: [] },
    );
    const query = fc.dictionary(fc.constantFrom("limit", "cursor", "dry_run", "reason", "user", "other"), fc.string(), {
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes, ...propagationRoutes),
        fc.oneof(fc.constant(ID), fc.string()),
        headers,
        body,
        fc.oneof(fc.constant({}), query),
        async (route, id, given, rawBody, asked) => {
          const { send } = flagsApiUnderTest();
          await send("POST", "/flags", { body: newFlag() });
          const path = route.path.replace("{flag_id}", () => id);
          const answer = await send(route.method, path, { headers: given, rawBody, query: asked });
          if (answer.status >= 400) {
            expect(answer.status).toBeLessThan(500);
            expectProblem(answer, answer.status, String(answer.body.type).replace("urn:plumbline:problem:", ""));
          } else {
            expect([200, 201, 204, 304]).toContain(answer.status);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("SERVICE_COUNT", () => {
  it.each(["1", "156", "1000"])("may be %s", (value) => expect(serviceCount(value)).toBe(Number(value)));

  it.each(["0", "1001", "-3", "1.5", "many", "1e2"])("is refused when it is %s", (value) => {
    expect(() => serviceCount(value)).toThrow(`SERVICE_COUNT is '${value}'. Set it to the number of services`);
  });
});
