import { describe, expect, it } from "@jest/globals";
import { simulateSafetyNet } from "../../tools/simulation/safety-net/history";
import { brokenHistories } from "./support/histories";

const SEEDS = 2_500;
const SEEDS_A_TEST = 500;

describe("FLAG-06 FLAG-07 histories with checks, rollbacks and damaged caches", () => {
  for (let from = 1; from < SEEDS; from += SEEDS_A_TEST) {
    it(`keep every invariant from seed ${from} to ${from + SEEDS_A_TEST - 1}`, async () => {
      expect(await brokenHistories(from, SEEDS_A_TEST, simulateSafetyNet, "--safety-net ")).toEqual([]);
    });
  }
});
