import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Emulator } from "../../../tools/local/emulator";
import { writeEnvironmentFile } from "../../../tools/local/environment-file";

const EMULATOR: Emulator = {
  endpoint: "http://127.0.0.1:40123",
  url: (url) => new URL(url),
  log: undefined,
  pid: undefined,
  onCrash: () => undefined,
  stop: async () => undefined,
};

async function sourced(ofSystems?: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const file = await writeEnvironmentFile(mkdtempSync(join(tmpdir(), "environment-")), EMULATOR, {}, ofSystems);
  const shown = execFileSync("sh", ["-c", `. '${file}' && env`], { env: { PATH: process.env.PATH }, encoding: "utf8" });
  return new Map(shown.split("\n").map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

describe("the file that another shell sources", () => {
  it("leads the AWS CLI to the emulator", async () => {
    const variables = await sourced();
    expect(variables.get("AWS_ENDPOINT_URL")).toBe("http://127.0.0.1:40123");
    expect(variables.get("AWS_REGION")).toBe("us-east-1");
    expect(variables.has("FLAGS_API_URL")).toBe(false);
  });

  it("FLAG-14 has what the systems' own tools read, whatever it holds", async () => {
    const url = "http://127.0.0.1:40123/_aws/execute-api/abc/v1";
    const variables = await sourced({ FLAGS_API_URL: url, QUOTED: "it's $HOME; `true`" });
    expect(variables.get("FLAGS_API_URL")).toBe(url);
    expect(variables.get("QUOTED")).toBe("it's $HOME; `true`");
  });
});
