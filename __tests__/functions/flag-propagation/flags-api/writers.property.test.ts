import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EXAMPLE_NOW } from "../../../../functions/flag-propagation/rules/example";
import { changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";

const PATH = "/flags/checkout-new-payment-form";

describe("writers of one flag", () => {
  it("have one winner for each version, and versions and times that rise, however they interleave", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom("PUT", "DELETE", "PUT"), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: -5_000, max: 5_000 })),
        async (scheduler, writers, offsets) => {
          const kept = new MemoryFlagStore();
          const now = () => EXAMPLE_NOW + Number(offsets.next().value);
          await flagsApiUnderTest({ store: kept, now }).send("POST", "/flags", { body: newFlag() });
          const store: MemoryFlagStore = Object.assign(Object.create(kept), {
            get: scheduler.scheduleFunction((id: string) => kept.get(id)),
            append: scheduler.scheduleFunction((...given: Parameters<MemoryFlagStore["append"]>) =>
              kept.append(...given),
            ),
          });
          const api = flagsApiUnderTest({ store, now });
          const write = async (method: string, index: number) => {
            const { headers: read, status } = await api.send("GET", PATH);
            if (status === 404) return 404;
            const said = { reason: `Widen the trial to ${index + 2} tenths of the shops.`, user: "ada@example.com" };
            const call = method === "PUT" ? { body: changedFlag(said) } : { query: said };
            return (await api.send(method, PATH, { ...call, headers: { "If-Match": read.etag ?? "" } })).status;
          };

          const outcomes = Promise.all(writers.map(write));
          await scheduler.waitFor(outcomes);

          const statuses = await outcomes;
          const { entries } = await kept.history("checkout-new-payment-form", { limit: 100 });
          const versions = [...entries].reverse();
          const won = statuses.filter((status) => status === 200 || status === 204).length;
          expect(statuses.filter((status) => ![200, 204, 404, 412].includes(status))).toEqual([]);
          expect(won).toBeGreaterThan(0);
          expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: won + 1 }, (_, i) => i + 1));
          for (const [index, { written_at }] of versions.entries()) {
            expect(written_at).toBeGreaterThan(Number(versions[index - 1]?.written_at ?? 0));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
