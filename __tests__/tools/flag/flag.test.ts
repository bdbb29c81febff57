import { spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "@jest/globals";
import { answer, type ContractApi, contractApi, FLAG } from "./support/contract-api";
import { ENVIRONMENT } from "./support/run-flag";

let api: ContractApi | undefined;
afterEach(() => api?.stop());

/** The command as `npm run flag` runs it, in a process of its own. */
async function npmRunFlag(...args: string[]): Promise<{ stdout: string; stderr: string; status: number | null }> {
  const child = spawn(process.execPath, ["tools/run.cjs", "tools/flag/flag.ts", ...args], {
    env: { ...ENVIRONMENT, ...(api && { FLAGS_API_URL: api.url }) },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { stdout, stderr, status };
}

describe("npm run flag", () => {
  it("explains itself", async () => {
    const { stdout, status } = await npmRunFlag("--help");
    expect(stdout).toContain("set FLAG         create a flag or replace it");
    expect(status).toBe(0);
  });

  it("answers a mistake with one sentence, no stack, and exit code 2", async () => {
    const { stderr, status } = await npmRunFlag("staus");
    expect(stderr).toBe(
      "error: There is no command 'staus'. Did you mean 'status'? The commands are: set, get, delete, list, status, watch, audit, redrive, resync.\n" +
        "npm run flag -- --help shows how to use it.\n",
    );
    expect(status).toBe(2);
  });

  it("reads the flags of the API that the environment names", async () => {
    api = await contractApi({ "GET /flags?limit=100": [answer({ flags: [FLAG] })] });
    const { stdout, stderr, status } = await npmRunFlag("list");
    expect(stderr).toBe("");
    expect(stdout).toContain("new-checkout       41  ENABLED  off      shop");
    expect(status).toBe(0);
  });
});
