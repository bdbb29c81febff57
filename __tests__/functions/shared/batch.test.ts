import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { processInOrder } from "../../../functions/shared/batch";

async function run(count: number, failing: ReadonlySet<number>) {
  const processed: number[] = [];
  const failures: number[] = [];
  const response = await processInOrder(
    Array.from({ length: count }, (_, index) => index),
    {
      identify: (item) => `sequence-${item}`,
      process: async (item) => {
        if (failing.has(item)) throw new Error("not now");
        processed.push(item);
      },
      onFailure: (item) => failures.push(item),
    },
  );
  return { processed, failures, response };
}

describe("a stream's batch", () => {
  it("is acknowledged up to its first failure and processed in order, nothing after the failure", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.array(fc.nat(25)), async (count, failing) => {
        const first = Math.min(count, ...failing);
        const { processed, failures, response } = await run(count, new Set(failing));
        expect(processed).toEqual(Array.from({ length: first }, (_, index) => index));
        expect(failures).toEqual(first < count ? [first] : []);
        expect(response.batchItemFailures).toEqual(first < count ? [{ itemIdentifier: `sequence-${first}` }] : []);
      }),
    );
  });
});
