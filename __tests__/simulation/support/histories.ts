import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";

const SEEDS_A_FILE = 2_500;
const SEEDS_A_TEST = 500;
const MINUTE_MS = 60_000;

/**
 * Runs 2,500 of the 10,000 histories; each file of tests has its own share, so that they run side by side. The command
 * runs them that replays them, too: within the test runner they take twice as long.
 *
 * @param options of `npm run simulate`
 */
export function describeHistories(what: string, share: number, options: readonly string[] = []): void {
  const first = (share - 1) * SEEDS_A_FILE + 1;
  describe(`${what} ${first} to ${first + SEEDS_A_FILE - 1}`, () => {
    for (let from = first; from < first + SEEDS_A_FILE; from += SEEDS_A_TEST) {
      it(
        `keep every invariant from seed ${from} to ${from + SEEDS_A_TEST - 1}`,
        async () => {
          const run = simulate([...options, "--from", String(from), "--histories", String(SEEDS_A_TEST)]);
          expect(await run).toMatch(new RegExp(`^${SEEDS_A_TEST} histories, .* s\\.\n$`));
        },
        5 * MINUTE_MS,
      );
    }
  });
}

/** @returns what the command says: for each history that breaks an invariant, which, and how to replay it */
async function simulate(options: readonly string[]): Promise<string> {
  const command = ["tools/run.cjs", "tools/simulation/simulate.ts", ...options];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command).catch((error) => error);
  return `${stdout}${stderr}`;
}
