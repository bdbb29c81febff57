import { afterEach, describe, expect, it } from "@jest/globals";
import { answer, type ContractApi, contractApi, problem, propagation } from "./support/contract-api";
import { flag } from "./support/run-flag";

let api: ContractApi | undefined;
afterEach(() => api?.stop());

const PENDING = { verdict: null, target_version: 41, slowest_ms: null };
const UNDER_WAY = {
  services: { total: 156, converged: 97, lagging: [{ service: "service-0001", version: 41 }] },
  slowest_ms: null,
};

async function watch(
  answers: readonly object[],
  { width, args = [] }: { width?: number; args?: readonly string[] } = {},
) {
  api = await contractApi({
    "GET /flags/new-checkout/propagation": answers.map((change) => answer(propagation(change))),
  });
  return flag(["watch", "new-checkout", ...args], { api: api.url, ...(width !== undefined && { width }) });
}

describe("npm run flag -- watch", () => {
  it("draws a bar on a terminal, and ends with the status when all services have it", async () => {
    const { exitCode, out, drawn } = await watch([PENDING, UNDER_WAY, {}], { width: 100 });
    expect(drawn).toEqual([
      expect.stringMatching(/^\[░{30}\] version 42 waits for the validator {2}\d+ ms$/),
      expect.stringMatching(/^\[█{18}░{12}\] 97 of 156 services at version 42 {2}\d+ ms$/),
      "",
    ]);
    expect(out).toMatch(/^new-checkout: 156 of 156 services at version 42\n/);
    expect(exitCode).toBe(0);
  });

  it("keeps the bar in a narrow terminal's line", async () => {
    const { drawn } = await watch([UNDER_WAY, {}], { width: 40 });
    expect(drawn[0]).toHaveLength(39);
  });

  it("prints plain lines in a pipe", async () => {
    const { out, drawn } = await watch([PENDING, {}]);
    expect(drawn).toEqual([]);
    expect(out.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(/^version 42 waits for the validator after \d+ ms$/),
      "new-checkout: 156 of 156 services at version 42",
    ]);
  });

  it("FLAG-04 follows a release from wave to wave, and ends when all services have it", async () => {
    const wave = (share: number, next_share: number, total: number, converged: number) => ({
      release: { share, next_share },
      services: { total, converged, lagging: [] },
      slowest_ms: null,
    });
    const { exitCode, out, drawn } = await watch([wave(5, 25, 8, 8), wave(25, 100, 39, 8), {}], { width: 100 });
    expect(drawn).toEqual([
      expect.stringContaining("wave 5 %: 8 of 8 services at version 42, then 25 %"),
      expect.stringContaining("wave 25 %: 8 of 39 services at version 42, then all"),
      "",
    ]);
    expect(out).toMatch(/^new-checkout: 156 of 156 services at version 42\n/);
    expect(exitCode).toBe(0);
  });

  it("FLAG-04 tells of the wave where the time is up before the release is over", async () => {
    const first = {
      release: { share: 5, next_share: 25 },
      services: { total: 8, converged: 8, lagging: [] },
    };
    const { exitCode, out } = await watch([first], { args: ["--timeout", "0.3"] });
    expect(out).toMatch(/^(?:.*\n)?new-checkout: wave 5 %: 8 of 8 services at version 42, then 25 %\n/);
    expect(exitCode).toBe(3);
  });

  it("does not wait for a version that was refused", async () => {
    const verdict = { valid: false, broken: [{ id: "VARIANT-02", sentence: "It is one." }], advisories: [] };
    const { exitCode, out } = await watch([PENDING, { verdict, target_version: 41 }]);
    expect(out).toContain("version 42 was refused: it breaks 1 rule");
    expect(exitCode).toBe(1);
  });

  it("follows a newer version that somebody writes meanwhile", async () => {
    const newer = { version: 43, target_version: 43 };
    const { exitCode, out } = await watch([UNDER_WAY, { ...newer, ...UNDER_WAY }, newer]);
    expect(out).toContain("new-checkout: 156 of 156 services at version 43");
    expect(exitCode).toBe(0);
  });

  it("gives up when the time is up, naming those that lag", async () => {
    const { exitCode, out, err } = await watch([UNDER_WAY], { args: ["--timeout", "0.3"] });
    expect(out).toContain("  lagging  service-0001 at 41");
    expect(err).toBe("error: not in all services after 300 ms. --timeout waits longer.");
    expect(exitCode).toBe(3);
  });

  it("goes on while the caches cannot be read for the moment", async () => {
    api = await contractApi({
      "GET /flags/new-checkout/propagation": [
        problem(503, "caches-unreadable", "Redis did not answer."),
        answer(propagation()),
      ],
    });
    const { exitCode, out } = await flag(["watch", "new-checkout"], { api: api.url });
    expect(out).toContain("156 of 156 services at version 42");
    expect(exitCode).toBe(0);
  });

  it("says why when they could not be read until the time was up", async () => {
    api = await contractApi({
      "GET /flags/new-checkout/propagation": [problem(503, "caches-unreadable", "Redis did not answer.")],
    });
    const { exitCode, err } = await flag(["watch", "new-checkout", "--timeout", "0.2"], { api: api.url });
    expect(err).toBe("error: Redis did not answer.");
    expect(exitCode).toBe(1);
  });

  it("answers a program with the last propagation alone", async () => {
    const { out, exitCode } = await watch([UNDER_WAY, {}], { args: ["--json"] });
    expect(JSON.parse(out)).toEqual(propagation());
    expect(exitCode).toBe(0);
  });
});
