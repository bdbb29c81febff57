import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { evaluate } from "../../../modules/proof/engine";
import type { Verdict } from "../../../modules/proof/model";
import { cases } from "./oracle/cases";
import { FAULTS, OPEN_QUESTIONS } from "./oracle/exclusions";
import { askOracle } from "./oracle/iam-simulate";

/** More than the 20,000 to agree on, for the cases that AWS's documents leave open. */
const CASES = 20_600;
const TIMEOUT = 120_000; // ms, on a machine that does much else

describe("the engine beside an independent one", () => {
  it(
    "gives the same verdict in 20,000 cases, and is certain wherever AWS's documents are",
    async () => {
      const agreed: Record<Verdict, number> = { allowed: 0, denied: 0, "explicitly denied": 0, unknown: 0 };
      await fc.assert(
        fc.asyncProperty(cases, async (testCase) => {
          const verdict = evaluate(testCase.request, testCase.policies);
          if (verdict === "unknown" && OPEN_QUESTIONS.some(({ applies }) => applies(testCase))) return;
          expect(verdict).toBe(await askOracle(testCase.request, testCase.policies));
          agreed[verdict] += 1;
        }),
        { seed: 4, numRuns: CASES },
      );
      expect(agreed.allowed + agreed.denied + agreed["explicitly denied"]).toBeGreaterThanOrEqual(20_000);
      expect(Math.min(agreed.allowed, agreed.denied, agreed["explicitly denied"])).toBeGreaterThan(2_000);
    },
    TIMEOUT,
  );

  it.each(FAULTS)("knows better: $reason", async ({ applies, example: { request, policies } }) => {
    expect(policies.identity.flatMap(({ statements }) => statements).every(applies)).toBe(true);
    expect(evaluate(request, policies)).toBe("allowed");
    await expect(askOracle(request, policies)).resolves.toBe("denied");
  });
});
