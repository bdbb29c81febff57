import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const REPOSITORY = path.resolve(__dirname, "../../..");

describe("the lean cdktf", () => {
  let scratch: string;
  beforeAll(() => {
    scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-lean-"));
  });
  afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

  const synthesize = (name: string, args: readonly string[]): ReadonlyMap<string, string> => {
    const outdir = path.join(scratch, name);
    execFileSync(process.execPath, args, { cwd: REPOSITORY, env: { ...process.env, CDKTF_OUTDIR: outdir } });
    const files = fs
      .readdirSync(outdir, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json"));
    return new Map(files.sort().map((file) => [file, fs.readFileSync(path.join(outdir, file), "utf8")]));
  };

  it("names the path of what does not resolve, as cdktf does", () => {
    const entry = "__tests__/tools/run/support/unresolvable.ts";
    const env = { ...process.env, CDKTF_OUTDIR: path.join(scratch, "unresolvable") };
    const { stderr } = spawnSync(process.execPath, ["tools/run.cjs", entry], {
      cwd: REPOSITORY,
      env,
      encoding: "utf8",
    });
    expect(stderr).toContain("Trying to resolve a non-data object (e.g., a function) at '/locals/deep/0/wrong'");
  });

  it.each([
    ["every kind of token, two stacks", ["__tests__/tools/run/support/every-token.ts"]],
    ["one stack of queues", ["tools/bench/queues-main.ts", "5"]],
  ])("writes the same bytes as cdktf itself: %s", (name, entry) => {
    const lean = synthesize(`lean ${name}`, ["tools/run.cjs", ...entry]);
    const stock = synthesize(`stock ${name}`, ["-r", "tsx/cjs", ...entry]);
    expect(lean.size).toBeGreaterThan(1);
    expect(lean).toEqual(stock);
  });
});
