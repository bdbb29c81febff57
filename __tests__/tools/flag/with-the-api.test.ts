import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type ApiServer, serve } from "./support/api-server";
import { DEFINITION } from "./support/contract-api";
import { memorySystem } from "./support/memory-system";
import { flag } from "./support/run-flag";

/** The real API, rules and validator, in memory. */
let api: ApiServer;
beforeEach(async () => {
  api = await serve(memorySystem());
});
afterEach(() => api.stop());

const run = (...args: string[]) => flag(args, { api: api.url });

/** A flag that was tried out against the rules, with a change. */
function definition(change: object = {}): string {
  const path = join(mkdtempSync(join(tmpdir(), "flag-")), "flag.json");
  writeFileSync(path, JSON.stringify({ ...DEFINITION, kind: "operational", ...change }));
  return path;
}

const WHY = ["--reason", "Show the checkout to the first shops.", "--user", "ann@example.com"];
/** Gives a variant that the flag does not have. */
const WRONG = { targeting: { if: [{ ends_with: [{ var: "email" }, "@example.com"] }, "nowhere", "on"] } };
const create = () => run("set", "new-checkout", "--file", definition(), ...WHY);

describe("npm run flag, with the API itself", () => {
  it("FLAG-05 creates a flag, follows it into every service, flips it and deletes it", async () => {
    expect((await create()).out).toMatch(/^new-checkout is at version 1: off, ENABLED\n/);
    const arrived = await run("watch", "new-checkout");
    expect(arrived.out).toMatch(/^97 of 156 services at version 1 after /);
    expect(arrived.out).toContain("new-checkout: 156 of 156 services at version 1\n  verdict  version 1 is valid\n");
    expect(arrived.exitCode).toBe(0);

    const flipped = await run("set", "new-checkout", "--on", "on", ...WHY);
    expect(flipped.out).toMatch(/^new-checkout is at version 2: on, ENABLED \(was off\)\n/);
    expect((await run("status", "new-checkout")).out).toMatch(
      /^new-checkout: 97 of 156 services at version 2\n {2}verdict {2}version 2 is valid\n {2}lagging {2}service-0098 at 1\n/,
    );
    expect((await run("get", "new-checkout")).out).toContain("  default      on\n");

    expect((await run("delete", "new-checkout", ...WHY)).exitCode).toBe(0);
    expect((await run("watch", "new-checkout")).out).toContain("156 of 156 services at version 3");
    expect((await run("get", "new-checkout")).err).toBe("error: There is no flag 'new-checkout', or it is deleted.");
    const history = (await run("get", "new-checkout", "--versions")).out.split("\n");
    expect(
      history.map((line) =>
        line
          .trim()
          .split(/ +/)
          .slice(0, 5)
          .filter((_, i) => i === 0 || i === 3),
      ),
    ).toEqual([
      ["VERSION", "STATE"],
      ["3", "deleted"],
      ["2", "ENABLED"],
      ["1", "ENABLED"],
    ]);
  });

  it("shows every critical rule that a change breaks, and that nothing was written", async () => {
    await create();
    const { exitCode, err } = await run("set", "new-checkout", "--file", definition(WRONG), ...WHY);
    expect(err).toMatch(/^error: Refused: it breaks \d+ rules?\. Nothing was written\.\n(?: {2}[A-Z]+-\d+ +\S.*\n?)+$/);
    expect(exitCode).toBe(1);
    expect((await run("get", "new-checkout", "--json")).out).toContain('"version": 1');
  });

  it("asks all rules in a dry run", async () => {
    await create();
    const accepted = await run("set", "new-checkout", "--on", "on", ...WHY, "--dry-run", "--json");
    const { valid, verdicts } = JSON.parse(accepted.out);
    expect(valid).toBe(true);
    expect(accepted.exitCode).toBe(0);
    const refused = await run("set", "new-checkout", "--file", definition(WRONG), ...WHY, "--dry-run");
    expect(refused.out).toMatch(
      /^new-checkout would be refused: \d+ of \d+ rules kept\. Nothing was written\.\nBroken:\n/,
    );
    expect(refused.out).toContain(`of ${verdicts.length} rules`);
    expect(refused.exitCode).toBe(1);
  });

  it("shows each fault of a file", async () => {
    const { err, exitCode } = await run(
      "set",
      "new-checkout",
      ...["--file", definition({ state: "ON", colour: "red" })],
      ...WHY,
    );
    expect(err).toContain("error: The body does not match its schema. Nothing was written.\n");
    expect(err).toContain("/state");
    expect(exitCode).toBe(1);
  });

  it("says that somebody else was first", async () => {
    await create();
    const [one, other] = await Promise.all([
      run("set", "new-checkout", "--on", "on", ...WHY),
      run("set", "new-checkout", "--state", "DISABLED", ...WHY),
    ]);
    expect([one.exitCode, other.exitCode].sort()).toEqual([0, 1]);
    expect(one.err + other.err).toMatch(
      /^error: Somebody else changed new-checkout first: it is at version 2 now, by ann@example\.com/,
    );
  });

  it("lists the flags, and how far each has come", async () => {
    await create();
    await run("set", "old-checkout", "--file", definition(), ...WHY);
    expect((await run("list")).out.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "FLAG",
      "new-checkout",
      "old-checkout",
    ]);
    await run("status");
    expect((await run("status")).out).toMatch(/\nnew-checkout +1 +valid +156 of 156 +1 +\d+ ms\n/);
  });

  it("names the service that a change does not reach in time", async () => {
    await api.stop();
    api = await serve(memorySystem({ deaf: 1 }));
    await create();
    const { exitCode, out } = await run("watch", "new-checkout", "--timeout", "0.6");
    expect(out).toContain("new-checkout: 155 of 156 services at version 1\n");
    expect(out).toContain("  lagging  service-0156 has none");
    expect(exitCode).toBe(3);
  });
});
