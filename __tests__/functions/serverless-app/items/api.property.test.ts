import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { itemBody } from "../../../../functions/serverless-app/item";
import { routes } from "../../../../functions/serverless-app/items/routes";
import { itemsApiUnderTest } from "../../support/items-api";
import { MemoryItemStore } from "../../support/memory-item-store";
import { expectProblem } from "../../support/problems";

const ID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";

const text = (maxLength: number, minLength = 0) => fc.string({ unit: "binary", minLength, maxLength });

const body = fc.record(
  {
    name: text(40, 1),
    description: text(40),
    attributes: fc.dictionary(
      text(12, 1).filter((name) => name !== "__proto__"),
      fc.oneof(text(12), fc.maxSafeInteger(), fc.boolean()),
      { maxKeys: 5 },
    ),
  },
  { requiredKeys: ["name"] },
);

const headers = fc.record(
  {
    "If-Match": fc.oneof(fc.constantFrom("*", '"1"'), fc.string()),
    "If-None-Match": fc.oneof(fc.constantFrom("*", '"1"'), fc.string()),
    "Idempotency-Key": fc.string(),
    "X-Correlation-Id": fc.string(),
    "Content-Type": fc.oneof(fc.constant("application/json"), fc.string()),
  },
  { requiredKeys: [] },
);

describe("every route", () => {
  it("APP-10 answers anything at all with success or with a problem of the 4xx", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.oneof(fc.constant(ID), fc.string()),
        headers,
        fc.oneof(
          fc.json(),
          fc.string(),
          body.map((value) => JSON.stringify(value)),
        ),
        fc.dictionary(fc.constantFrom("limit", "cursor", "other"), fc.string(), { noNullPrototype: true }),
        async (route, id, given, rawBody, query) => {
          const path = route.path.replace("{id}", () => id);
          const answer = await itemsApiUnderTest().send(route.method, path, { headers: given, rawBody, query });
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

  it("answers each method and path that does not exist with a problem", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (method, path) => {
        const answer = await itemsApiUnderTest().send(method, `/${path}`);
        expect([404, 405]).toContain(answer.status);
      }),
      { numRuns: 50 },
    );
  });
});

describe("an item", () => {
  it("comes back as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(
        body.filter((value) => itemBody.safeParse(value).success),
        async (given) => {
          const { send } = itemsApiUnderTest();
          const created = await send("POST", "/items", { body: given });
          const { id, version, created_at, updated_at, ...rest } = (await send("GET", `/items/${created.body.id}`))
            .body;
          expect(rest).toEqual(JSON.parse(JSON.stringify(given)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("has one winner for each version, and versions and times that rise, however writers interleave", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom("PUT", "DELETE", "PUT"), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 50 })),
        async (scheduler, writers, clock) => {
          const kept = new MemoryItemStore();
          const now = () => Number(clock.next().value);
          const { body: created } = await itemsApiUnderTest({ store: kept, now }).send("POST", "/items", {
            body: { name: "first" },
          });
          const store = Object.assign(Object.create(kept), {
            current: scheduler.scheduleFunction((id: string) => kept.current(id)),
            append: scheduler.scheduleFunction((version: Parameters<MemoryItemStore["append"]>[0]) =>
              kept.append(version),
            ),
          });
          const api = itemsApiUnderTest({ store, now });
          const path = `/items/${created.id}`;
          const write = async (method: string) => {
            const { headers: read, status } = await api.send("GET", path);
            if (status === 404) return 404;
            const call = { body: { name: method }, headers: { "If-Match": read.etag ?? "" } };
            return (await api.send(method, path, call)).status;
          };

          const outcomes = Promise.all(writers.map(write));
          await scheduler.waitFor(outcomes);

          const statuses = await outcomes;
          const { entries } = await kept.history(created.id, { limit: 100 });
          const versions = [...entries].reverse();
          const won = statuses.filter((status) => status === 200 || status === 204).length;
          expect(statuses.filter((status) => ![200, 204, 404, 412].includes(status))).toEqual([]);
          expect(won).toBeGreaterThan(0);
          expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: won + 1 }, (_, i) => i + 1));
          for (const [index, { updated_at }] of versions.entries()) {
            expect(updated_at).toBeGreaterThan(versions[index - 1]?.updated_at ?? 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
