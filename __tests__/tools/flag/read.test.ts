import { afterEach, describe, expect, it } from "@jest/globals";
import { answer, type ContractApi, contractApi, FLAG, notFound, problem, propagation } from "./support/contract-api";
import { flag } from "./support/run-flag";

let api: ContractApi | undefined;
afterEach(() => api?.stop());

async function run(script: Parameters<typeof contractApi>[0], ...args: string[]) {
  api = await contractApi(script);
  return flag(args, { api: api.url });
}

const STATUS = "GET /flags/new-checkout/propagation";
const lagging = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ service: `service-${index + 1}`, version: index === 0 ? null : 41 }));

describe("npm run flag -- get", () => {
  it("shows a flag in aligned lines", async () => {
    const { exitCode, out } = await run(
      { "GET /flags/new-checkout": [answer(FLAG, { etag: '"41"' })] },
      "get",
      FLAG.flag_id,
    );
    expect(out.split("\n")).toEqual([
      "new-checkout  version 41  ENABLED  dev",
      "  default      off",
      "  variants     on = true, off = false",
      "  description  The checkout in one page.",
      "  kind         release",
      "  owner        shop <shop@example.com>",
      "  written      2026-03-01 09:30:05 by ann@example.com",
      "  reason       Ready for the first shops",
    ]);
    expect(exitCode).toBe(0);
  });

  it("shows the history over all pages, deletions too", async () => {
    const { environment, flag_id, written_at, user } = FLAG;
    const deleted = { flag_id, version: 42, environment, written_at, user, reason: "Done", deleted: true };
    const { out } = await run(
      {
        "GET /flags/new-checkout/versions?limit=100": [answer({ versions: [deleted], next_cursor: "abc" })],
        "GET /flags/new-checkout/versions?limit=100&cursor=abc": [answer({ versions: [FLAG] })],
      },
      ...["get", "new-checkout", "--versions"],
    );
    expect(out.split("\n")).toEqual([
      "VERSION  WRITTEN (UTC)        STATE    DEFAULT  USER             REASON",
      "     42  2026-03-01 09:30:05  deleted           ann@example.com  Done",
      "     41  2026-03-01 09:30:05  ENABLED  off      ann@example.com  Ready for the first shops",
    ]);
  });

  it("lets nothing that somebody wrote command the terminal", async () => {
    const hostile = { ...FLAG, reason: "\u001b[2Jgone\nflag  forged" };
    const { out } = await run({ "GET /flags/new-checkout": [answer(hostile)] }, "get", "new-checkout");
    expect(out).toContain("  reason       \\u001b[2Jgone\\u000aflag  forged");
  });
});

describe("npm run flag -- list", () => {
  it("shows the flags in columns", async () => {
    const { out } = await run({ "GET /flags?limit=100": [answer({ flags: [FLAG] })] }, "list");
    expect(out.split("\n")).toEqual([
      "FLAG          VERSION  STATE    DEFAULT  OWNER  WRITTEN (UTC)",
      "new-checkout       41  ENABLED  off      shop   2026-03-01 09:30:05",
    ]);
  });

  it("says how to create the first", async () => {
    const { out } = await run({ "GET /flags?limit=100": [answer({ flags: [] })] }, "list");
    expect(out).toMatch(/^There are no flags\. Create one with: /);
  });
});

describe("npm run flag -- delete", () => {
  const remove = ["delete", "new-checkout", "--reason", "All shops have it"];

  it("deletes the version that it read, with reason and user", async () => {
    const { exitCode, out } = await run(
      {
        "GET /flags/new-checkout": [answer(FLAG, { etag: '"41"' })],
        "DELETE /flags/new-checkout?reason=All+shops+have+it&user=bob": [{ status: 204 }],
      },
      ...remove,
    );
    expect(api?.requests.at(-1)?.headers["if-match"]).toBe('"41"');
    expect(out).toMatch(/^new-checkout is deleted\. Its last version was 41, and its history is kept\./);
    expect(exitCode).toBe(0);
  });

  it("says plainly when somebody else was first", async () => {
    const { exitCode, err } = await run(
      {
        "GET /flags/new-checkout": [answer(FLAG, { etag: '"41"' })],
        "DELETE /flags/new-checkout?reason=All+shops+have+it&user=bob": [
          problem(412, "precondition-failed", "Changed"),
        ],
      },
      ...remove,
    );
    expect(err).toContain("Somebody else changed new-checkout first. It was not deleted.");
    expect(exitCode).toBe(1);
  });
});

describe("npm run flag -- status", () => {
  it("says how many services have the newest version, and what the slowest took", async () => {
    const { exitCode, out } = await run({ [STATUS]: [answer(propagation())] }, "status", "new-checkout");
    expect(out.split("\n")).toEqual([
      "new-checkout: 156 of 156 services at version 42",
      "  verdict  version 42 is valid",
      "  slowest  1.2 s after it was written",
    ]);
    expect(exitCode).toBe(0);
  });

  it("names those that lag, a screenful of them", async () => {
    const services = { total: 156, converged: 132, lagging: lagging(24) };
    const { out } = await run(
      { [STATUS]: [answer(propagation({ services, slowest_ms: null }))] },
      "status",
      "new-checkout",
    );
    const lines = out.split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "new-checkout: 132 of 156 services at version 42",
      "  verdict  version 42 is valid",
      "  lagging  service-1 has none",
      "           service-2 at 41",
    ]);
    expect(lines.at(-1)).toBe("           and 12 more");
    expect(lines).toHaveLength(2 + 12 + 1);
  });

  it("shows the rules that a refused version broke, and fails, while the last valid one stays", async () => {
    const verdict = {
      valid: false,
      broken: [{ id: "VARIANT-02", sentence: "The default variant is one of the variants." }],
      advisories: [],
    };
    const { exitCode, out } = await run(
      { [STATUS]: [answer(propagation({ version: 43, verdict }))] },
      "status",
      "new-checkout",
    );
    expect(out.split("\n")).toEqual([
      "new-checkout: 156 of 156 services at version 42",
      "  verdict  version 43 was refused: it breaks 1 rule, and goes nowhere",
      "  slowest  1.2 s after it was written",
      "Broken:",
      "  VARIANT-02  The default variant is one of the variants.",
    ]);
    expect(exitCode).toBe(1);
  });

  it("shows the time of each hop", async () => {
    const spread = (max_ms: number) => ({ p50_ms: 5, p99_ms: 9, max_ms });
    const hops = {
      stream: spread(31),
      validation: spread(32),
      publish: spread(33),
      queue: spread(34),
      cache: spread(35),
      fan_out: spread(69),
      total: spread(1165),
    };
    const { out } = await run({ [STATUS]: [answer(propagation({ hops }))] }, "status", "new-checkout");
    expect(out.split("\n").slice(-7)).toEqual([
      "  HOP                  P50   P99    MAX",
      "  table to validator  5 ms  9 ms  31 ms",
      "  validation          5 ms  9 ms  32 ms",
      "  validator to topic  5 ms  9 ms  33 ms",
      "  topic to queue      5 ms  9 ms  34 ms",
      "  queue to cache      5 ms  9 ms  35 ms",
      "  in all              5 ms  9 ms  1.2 s",
    ]);
  });

  it("shows all flags in columns, without those that went meanwhile", async () => {
    const pending = { ...propagation({ verdict: null, target_version: null, slowest_ms: null }), flag_id: "dark-mode" };
    const { exitCode, out } = await run(
      {
        "GET /flags?limit=100": [
          answer({ flags: [FLAG, { ...FLAG, flag_id: "dark-mode" }, { ...FLAG, flag_id: "gone" }] }),
        ],
        [STATUS]: [answer(propagation())],
        "GET /flags/dark-mode/propagation": [
          answer({ ...pending, services: { total: 156, converged: 0, lagging: [] } }),
        ],
        "GET /flags/gone/propagation": [notFound],
      },
      "status",
    );
    expect(out.split("\n")).toEqual([
      "FLAG          VERSION  VERDICT    SERVICES  AT VERSION  SLOWEST",
      "new-checkout       42  valid    156 of 156          42    1.2 s",
      "dark-mode          42  pending    0 of 156           –        –",
    ]);
    expect(exitCode).toBe(0);
  });
});

describe("npm run flag, where the API does not do what it is asked for", () => {
  it("says who is not allowed", async () => {
    const { exitCode, err } = await run(
      { "GET /flags?limit=100": [answer({ message: "Forbidden" }, {}, 403)] },
      "list",
    );
    expect(err).toMatch(/^error: http:.*\/v1\/flags answered 403 \(Forbidden\)\. Check the URL and its stage/);
    expect(exitCode).toBe(1);
  });

  it("names what to report of a fault of ours", async () => {
    const body = {
      type: "urn:plumbline:problem:internal-error",
      detail: "The fault is recorded.",
      correlation_id: "c-1",
    };
    const { err } = await run({ "GET /flags?limit=100": [answer(body, {}, 500)] }, "list");
    expect(err).toBe("error: The fault is recorded.\n  Correlation id: c-1");
  });

  it("says where nothing answers, without a stack", async () => {
    api = await contractApi({});
    await api.stop();
    const { exitCode, err } = await flag(["list"], { api: api.url });
    expect(err).toBe(`error: ${api.url} cannot be reached (ECONNREFUSED). Is it the right URL, and does the API run?`);
    expect(exitCode).toBe(1);
  });

  it("says where something else answers", async () => {
    const { exitCode, err } = await run({ "GET /flags?limit=100": [{ status: 200, body: "<html>" }] }, "list");
    expect(err).toContain("did not answer with JSON: is it the flags API?");
    expect(exitCode).toBe(1);
  });

  it("tells a program what was wrong in JSON", async () => {
    const { err } = await run(
      { "GET /flags?limit=100": [problem(503, "temporarily-unavailable", "Later.")] },
      "list",
      "--json",
    );
    expect(JSON.parse(err)).toMatchObject({ error: "Later.", status: 503, problem: { title: expect.anything() } });
  });
});
