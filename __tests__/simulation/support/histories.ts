import { describe, expect, it } from "@jest/globals";
import { type Outcome, simulate } from "../../../tools/simulation/history";

const SEEDS_A_FILE = 2_500;
const SEEDS_A_TEST = 500;

/** Runs 2,500 of the 10,000 histories; each file of tests has its own share, so that they run side by side. */
export function describeHistories(share: number): void {
  const first = (share - 1) * SEEDS_A_FILE + 1;
  describe(`FLAG-02 FLAG-04 FLAG-05 histories ${first} to ${first + SEEDS_A_FILE - 1}`, () => {
    for (let from = first; from < first + SEEDS_A_FILE; from += SEEDS_A_TEST) {
      it(`keep every invariant from seed ${from} to ${from + SEEDS_A_TEST - 1}`, async () => {
        expect(await brokenHistories(from, SEEDS_A_TEST)).toEqual([]);
      });
    }
  });
}

/** @returns for each history that breaks an invariant, which, and the command that replays it */
export async function brokenHistories(
  from: number,
  count: number,
  run: (seed: number) => Promise<Outcome> = simulate,
  option = "",
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const { violations } = await run(seed);
    if (violations.length > 0) broken.push(`npm run simulate -- ${option}--seed ${seed}: ${violations.join("; ")}`);
  }
  return broken;
}
