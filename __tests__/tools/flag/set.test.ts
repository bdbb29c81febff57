import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { answer, type ContractApi, contractApi, DEFINITION, FLAG, notFound, problem } from "./support/contract-api";
import { flag } from "./support/run-flag";

let api: ContractApi | undefined;
afterEach(() => api?.stop());

async function run(script: Parameters<typeof contractApi>[0], ...args: string[]) {
  api = await contractApi(script);
  return flag(args, { api: api.url });
}

function file(contents: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), "flag-")), "flag.json");
  writeFileSync(path, typeof contents === "string" ? contents : JSON.stringify(contents));
  return path;
}

function sent(method: string) {
  const request = api?.requests.find((request) => request.method === method);
  return { ...request, json: JSON.parse(request?.body.toString() ?? "null") };
}

const FOUND = answer(FLAG, { etag: '"41"' });
const FLIP = ["set", "new-checkout", "--on", "on", "--reason", "All shops", "--user", "cy@example.com"];
const FLIPPED = { ...FLAG, version: 42, defaultVariant: "on" };

describe("npm run flag -- set", () => {
  it("creates a flag from a file, signed, with reason and user", async () => {
    const { exitCode, out } = await run(
      { "GET /flags/new-checkout": [notFound], "POST /flags": [answer({ ...FLAG, version: 1 }, { etag: '"1"' }, 201)] },
      ...["set", "new-checkout", "--file", file({ $schema: "./flag.schema.json", ...DEFINITION }), "--reason", "New"],
    );
    expect(sent("POST").json).toEqual({ flag_id: "new-checkout", ...DEFINITION, reason: "New", user: "bob" });
    expect(sent("POST").headers?.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/us-east-1\/execute-api\/aws4_request/);
    expect(out).toBe("new-checkout is at version 1: off, ENABLED\nFollow it with: npm run flag -- watch new-checkout");
    expect(exitCode).toBe(0);
  });

  it("changes only the default variant of what is there, if it is still what was read", async () => {
    const { exitCode, out } = await run(
      { "GET /flags/new-checkout": [FOUND], "PUT /flags/new-checkout": [answer(FLIPPED, { etag: '"42"' })] },
      ...FLIP,
    );
    expect(sent("PUT").json).toEqual({
      ...DEFINITION,
      defaultVariant: "on",
      reason: "All shops",
      user: "cy@example.com",
    });
    expect(sent("PUT").headers?.["if-match"]).toBe('"41"');
    expect(out).toMatch(/^new-checkout is at version 42: on, ENABLED \(was off\)\n/);
    expect(exitCode).toBe(0);
  });

  it("FLAG-04 asks for all services at once with --now", async () => {
    await run(
      { "GET /flags/new-checkout": [FOUND], "PUT /flags/new-checkout": [answer(FLIPPED, { etag: '"42"' })] },
      ...FLIP,
      "--now",
    );
    expect(sent("PUT").json).toMatchObject({ defaultVariant: "on", release: "immediate" });
  });

  it("FLAG-04 writes the flag as it is with --now alone, which ends its release in waves", async () => {
    const { exitCode, out } = await run(
      {
        "GET /flags/new-checkout": [FOUND],
        "PUT /flags/new-checkout": [answer({ ...FLAG, version: 42 }, { etag: '"42"' })],
      },
      ...["set", "new-checkout", "--now", "--reason", "Seen enough", "--user", "cy@example.com"],
    );
    expect(sent("PUT").json).toEqual({
      ...DEFINITION,
      reason: "Seen enough",
      user: "cy@example.com",
      release: "immediate",
    });
    expect(out).toMatch(/^new-checkout is at version 42: off, ENABLED\n/);
    expect(exitCode).toBe(0);
  });

  it("says plainly when somebody else was first, with what is there now", async () => {
    const theirs = answer({ ...FLAG, version: 43, user: "dan@example.com", reason: "Stop it" }, { etag: '"43"' });
    const { exitCode, err } = await run(
      {
        "GET /flags/new-checkout": [FOUND, theirs],
        "PUT /flags/new-checkout": [problem(412, "precondition-failed", "The item has changed.")],
      },
      ...FLIP,
    );
    expect(err).toBe(
      "error: Somebody else changed new-checkout first: it is at version 43 now, by dan@example.com (Stop it), and you had read version 41. Nothing was written. Look at it with get, then repeat your change.",
    );
    expect(exitCode).toBe(1);
  });

  it("says the same of a flag that somebody else created meanwhile", async () => {
    const { exitCode, err } = await run(
      { "GET /flags/new-checkout": [notFound, FOUND], "POST /flags": [problem(409, "flag-exists", "It exists.")] },
      ...["set", "new-checkout", "--file", file(DEFINITION), "--reason", "New"],
    );
    expect(err).toContain("Somebody else changed new-checkout first: it is at version 41 now");
    expect(exitCode).toBe(1);
  });

  it("writes nothing where nothing changes", async () => {
    const { exitCode, out } = await run(
      { "GET /flags/new-checkout": [FOUND] },
      ...["set", "new-checkout", "--on", "off", "--state", "ENABLED", "--variants", "off=false,on=true"],
      ...["--reason", "Sure"],
    );
    expect(out).toBe("new-checkout is so already, at version 41: nothing was written.");
    expect(exitCode).toBe(0);
  });

  it("shows each broken rule of a refused change on a line of its own", async () => {
    const { exitCode, err } = await run(
      {
        "GET /flags/new-checkout": [FOUND],
        "PUT /flags/new-checkout": [
          problem(422, "flag-breaks-rules", "It breaks rules.", [
            { pointer: "", detail: "TARGET-03: Targeting gives the name of a variant." },
            { pointer: "", detail: "ROLLOUT-11: Shares add up to 100." },
          ]),
        ],
      },
      ...FLIP,
    );
    expect(err.split("\n")).toEqual([
      "error: Refused: it breaks 2 rules. Nothing was written.",
      "  TARGET-03   Targeting gives the name of a variant.",
      "  ROLLOUT-11  Shares add up to 100.",
    ]);
    expect(exitCode).toBe(1);
  });

  it("shows where a body does not match its schema", async () => {
    const { exitCode, err } = await run(
      {
        "GET /flags/new-checkout": [notFound],
        "POST /flags": [problem(422, "invalid-body", "See errors.", [{ pointer: "/owner", detail: "Is required." }])],
      },
      ...["set", "new-checkout", "--file", file({}), "--reason", "New"],
    );
    expect(err).toBe("error: Title of invalid-body. Nothing was written.\n  /owner  Is required.");
    expect(exitCode).toBe(1);
  });

  it("shows what the rules say about a dry run, and fails when the change would be refused", async () => {
    const verdicts = [
      { id: "TARGET-03", severity: "critical", sentence: "Targeting gives a variant.", kept: false },
      { id: "OWNER-02", severity: "advisory", sentence: "The owner is a team.", kept: false },
      { id: "NAME-01", severity: "critical", sentence: "The name is short.", kept: true },
    ];
    const { exitCode, out } = await run(
      {
        "GET /flags/new-checkout": [FOUND],
        "PUT /flags/new-checkout?dry_run=true": [answer({ valid: false, verdicts })],
      },
      ...[...FLIP, "--dry-run"],
    );
    expect(out.split("\n")).toEqual([
      "new-checkout would be refused: 1 of 3 rules kept. Nothing was written.",
      "Broken:",
      "  TARGET-03  Targeting gives a variant.",
      "Advice, which refuses nothing:",
      "  OWNER-02  The owner is a team.",
    ]);
    expect(exitCode).toBe(1);
  });

  it("names the variants, and the near one, of a flag that has no such", async () => {
    const { exitCode, err } = await run(
      { "GET /flags/new-checkout": [FOUND] },
      ...["set", "new-checkout", "--on", "onn", "--reason", "x"],
    );
    expect(err).toBe("error: 'onn' is no variant of new-checkout. Did you mean 'on'? Its variants are: on, off.");
    expect(exitCode).toBe(1);
  });

  it("names the flag that was probably meant", async () => {
    const { exitCode, err } = await run(
      { "GET /flags/new-chekcout": [notFound], "GET /flags?limit=100": [answer({ flags: [FLAG] })] },
      ...["set", "new-chekcout", "--on", "on", "--reason", "x"],
    );
    expect(err).toBe(
      "error: There is no flag 'new-chekcout', or it is deleted. Did you mean 'new-checkout'? A new flag needs --file.",
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    ["a file that is not there", "none.json", "'none.json' cannot be read: there is no such file."],
    ["no JSON", file("{"), "is no JSON"],
    ["a list", file([]), "must be a JSON object"],
    ["another flag's file", file({ flag_id: "old-checkout" }), "says that it is the flag 'old-checkout'"],
  ])("does not use %s", async (_, path, message) => {
    const { exitCode, err } = await run({}, "set", "new-checkout", "--file", path, "--reason", "x");
    expect(err).toContain(message);
    expect(exitCode).toBe(2);
  });

  it("answers a program with the flag", async () => {
    const { out } = await run(
      { "GET /flags/new-checkout": [FOUND], "PUT /flags/new-checkout": [answer(FLIPPED)] },
      ...[...FLIP, "--json"],
    );
    expect(JSON.parse(out)).toEqual(FLIPPED);
  });

  it("asks who it is where neither git nor the environment knows", async () => {
    api = await contractApi({});
    const { exitCode, err } = await flag(["set", "new-checkout", "--on", "on", "--reason", "x"], {
      api: api.url,
      environment: { USER: undefined, USERNAME: undefined },
    });
    expect(err).toContain("Who changes the flag? Give --user NAME");
    expect(exitCode).toBe(2);
  });
});
