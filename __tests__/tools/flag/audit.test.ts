import { afterEach, describe, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../functions/flag-propagation/audit/entry";
import { answer, type ContractApi, contractApi, FLAG, notFound, problem } from "./support/contract-api";
import { flag } from "./support/run-flag";

let api: ContractApi | undefined;
afterEach(() => api?.stop());

type Script = Parameters<typeof contractApi>[0];

async function run(script: Script, args: readonly string[], width?: number) {
  api = await contractApi(script);
  return flag(["audit", "new-checkout", ...args], { api: api.url, ...(width !== undefined && { width }) });
}

const ENTRIES = "GET /flags/new-checkout/audit";

const WRITE: AuditEntry = {
  entry_id: "0".repeat(32),
  "@timestamp": "2026-03-01T09:30:05.123Z",
  action: "write",
  flag_id: "new-checkout",
  version: 42,
  environment: "dev",
  user: "ann@example.com",
  reason: "Ready for the first shops",
  outcome: "changed",
  diff: [
    { path: "/defaultVariant", before: '"off"', after: '"on"' },
    { path: "/ticket", after: '"PAY-1234"' },
    { path: "/variants/maybe", before: "null" },
  ],
};
const VERDICT: AuditEntry = {
  ...WRITE,
  entry_id: "1".repeat(32),
  "@timestamp": "2026-03-01T09:30:05.456Z",
  action: "verdict",
  user: "flag-validator",
  reason: "It keeps all rules.",
  outcome: "valid",
};
delete (VERDICT as { diff?: unknown }).diff;

const page = (entries: readonly AuditEntry[], next_cursor?: string) => answer({ entries, next_cursor });
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...VERDICT, version: from - index }));

describe("npm run flag -- audit", () => {
  it("FLAG-08 shows on a terminal who did what, when and why, and what changed below it", async () => {
    const { exitCode, out } = await run({ [`${ENTRIES}?limit=20`]: [page([VERDICT, WRITE])] }, [], 120);
    expect(out.split("\n")).toEqual([
      "TIME (UTC)           ACTION   VERSION  USER             OUTCOME  REASON",
      "2026-03-01 09:30:05  verdict       42  flag-validator   valid    It keeps all rules.",
      "2026-03-01 09:30:05  write         42  ann@example.com  changed  Ready for the first shops",
      '    - /defaultVariant "off"',
      '    + /defaultVariant "on"',
      '    + /ticket "PAY-1234"',
      "    - /variants/maybe null",
    ]);
    expect(exitCode).toBe(0);
  });

  it("writes an entry a line into a pipe, with its whole time", async () => {
    const { out } = await run({ [`${ENTRIES}?limit=2`]: [page([VERDICT, WRITE], "abc")] }, ["--limit", "2"]);
    expect(out.split("\n").slice(0, 3)).toEqual([
      "2026-03-01T09:30:05.456Z  verdict  version 42  flag-validator  valid  It keeps all rules.",
      "2026-03-01T09:30:05.123Z  write  version 42  ann@example.com  changed  Ready for the first shops",
      '    - /defaultVariant "off"',
    ]);
    expect(out).not.toContain("older");
  });

  it("cuts a line that a terminal is too narrow for, and none in a pipe", async () => {
    const script = { [`${ENTRIES}?limit=20`]: [page([WRITE])] };
    expect((await run(script, [], 60)).out.split("\n")[1]).toBe(
      "2026-03-01 09:30:05  write        42  ann@example.com  chan…",
    );
    await api?.stop();
    expect((await run(script, [])).out).toContain("Ready for the first shops");
  });

  it("says what a diff leaves out", async () => {
    const truncated: AuditEntry = { ...WRITE, diff: [], diff_truncated: true };
    const { out } = await run({ [`${ENTRIES}?limit=20`]: [page([truncated])] }, []);
    expect(out.split("\n")[1]).toBe("    … it was longer than an entry may be: get FLAG --versions has all versions.");
  });

  it("reads as many pages as it takes for what is asked for, and no more", async () => {
    const { out } = await run(
      {
        [`${ENTRIES}?limit=100&action=verdict`]: [page(numbered(200, 100), "abc")],
        [`${ENTRIES}?limit=50&action=verdict&cursor=abc`]: [page(numbered(100, 50), "def")],
      },
      ["--limit", "150", "--action", "verdict"],
      120,
    );
    expect(api?.requests).toHaveLength(2);
    expect(out.split("\n")).toHaveLength(1 + 150 + 1);
    expect(out.split("\n").at(-1)).toBe("There are older ones: --limit 300 shows more.");
  });

  it("ends with the last page where there are fewer", async () => {
    const { out } = await run(
      {
        [`${ENTRIES}?limit=100`]: [page(numbered(130, 100), "abc")],
        [`${ENTRIES}?limit=50&cursor=abc`]: [page(numbered(30, 30))],
      },
      ["--limit", "150"],
      120,
    );
    expect(out.split("\n")).toHaveLength(1 + 130);
  });

  it("gives a program the entries as they are", async () => {
    const { out } = await run({ [`${ENTRIES}?limit=20`]: [page([VERDICT, WRITE])] }, ["--json"]);
    expect(JSON.parse(out)).toEqual({ entries: [VERDICT, WRITE] });
  });

  it("lets nothing that somebody wrote command the terminal", async () => {
    const hostile: AuditEntry = {
      ...WRITE,
      reason: "\u001b[2Jgone\nwrite  forged",
      diff: [{ path: "/x", after: "\u202e" }],
    };
    const script = { [`${ENTRIES}?limit=20`]: [page([hostile])] };
    const onTerminal = await run(script, [], 200);
    await api?.stop();
    const inPipe = await run(script, []);
    for (const { out } of [onTerminal, inPipe]) {
      expect(out).toContain("\\u001b[2Jgone\\u000awrite  forged");
      expect(out).toContain("    + /x \\u202e");
    }
  });

  it("says that nothing is there yet of a flag that was only just made", async () => {
    const { exitCode, out } = await run(
      { [`${ENTRIES}?limit=20&action=rollback`]: [page([])], "GET /flags/new-checkout": [answer(FLAG)] },
      ["--action", "rollback"],
    );
    expect(out).toBe("There are no entries of rollback about new-checkout yet.");
    expect(exitCode).toBe(0);
  });

  it("names the flag that was probably meant where there never was such a one", async () => {
    const { exitCode, err } = await run(
      {
        [`${ENTRIES}?limit=20`]: [page([])],
        "GET /flags/new-checkout": [notFound],
        "GET /flags?limit=100": [answer({ flags: [{ ...FLAG, flag_id: "new-checkouts" }] })],
      },
      [],
    );
    expect(err).toContain("There is no flag 'new-checkout', or it is deleted. Did you mean 'new-checkouts'?");
    expect(exitCode).toBe(1);
  });

  it("says that the entries wait where OpenSearch does not answer", async () => {
    const detail = "OpenSearch did not answer. Entries wait in a queue meanwhile and none is lost.";
    const { exitCode, err } = await run({ [`${ENTRIES}?limit=20`]: [problem(503, "audit-unreadable", detail)] }, []);
    expect(err).toBe(`error: ${detail}`);
    expect(exitCode).toBe(1);
  });
});
