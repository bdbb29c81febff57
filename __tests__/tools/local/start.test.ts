import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";

function start(...args: string[]) {
  return spawnSync(process.execPath, ["tools/run.cjs", "tools/local/start.ts", ...args], { encoding: "utf8" });
}

describe("npm start", () => {
  it("answers an unknown system with one sentence, no stack and a failing exit code", () => {
    const { status, stderr } = start("serverless-ap");
    expect(stderr).toBe(
      "error: There is no system 'serverless-ap'. The systems are: serverless-app, flag-propagation.\n",
    );
    expect(status).toBe(1);
  });

  it("explains itself", () => {
    const { status, stdout } = start("--help");
    expect(stdout).toContain("npm start -- [system…] [--once | --keep]");
    expect(status).toBe(0);
  });
});
