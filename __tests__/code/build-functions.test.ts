import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildFunctions } from "../../modules/code/build-functions";
import type { FunctionCode } from "../../modules/code/function-code";
import { Project } from "./support/project";
import { readOnlyEntry } from "./support/zip";

const FILES = {
  "shared/greeting.ts": "export const greeting = (name: string): string => `hello ${name}`;",
  "greeter/say-hello/handler.ts": `
    import { greeting } from "../../shared/greeting";
    export const handler = async (event: { name: string }): Promise<string> => greeting(event.name);
    export const forTestsAlone = "not shipped";`,
  "greeter/say-bye/handler.ts": "export async function handler(): Promise<string> { return 'bye'; }",
};

describe("buildFunctions", () => {
  let project: Project;
  let code: FunctionCode;

  beforeAll(async () => {
    project = new Project(FILES);
    code = await buildFunctions({ root: project.root });
  });
  afterAll(() => project.remove());

  it("ALL-06 zips every functions/<system>/<function>/handler.ts", () => {
    expect(code.entries).toEqual(["greeter/say-bye", "greeter/say-hello"]);
  });

  it("ALL-06 has the handler at the path that the resource names, readable by every user", async () => {
    const { zip, bytes, handler } = code.bundle("greeter/say-hello");
    const entry = readOnlyEntry(fs.readFileSync(zip));
    expect({ ...entry, content: undefined }).toEqual({ name: "index.js", mode: 0o100644, content: undefined });
    expect(bytes).toBe(fs.statSync(zip).size);

    const [file, name] = handler.split(".") as [string, string];
    fs.writeFileSync(path.join(project.root, `${file}.js`), entry.content);
    const lambda = require(path.join(project.root, `${file}.js`))[name];
    await expect(lambda({ name: "you" })).resolves.toBe("hello you");
  });

  it("ALL-06 ships nothing of a file but its handler and what that needs", () => {
    const { content } = readOnlyEntry(fs.readFileSync(code.bundle("greeter/say-hello").zip));
    expect(content.toString()).not.toContain("not shipped");
  });

  it("ALL-06 makes the same bytes in another folder, time zone and umask", () => {
    const other = new Project(FILES);
    const script = `umask 077 && "$0" tools/run.cjs __tests__/code/support/print-hashes.ts "${other.root}"`;
    const cwd = path.resolve(__dirname, "../..");
    const env = { ...process.env, TZ: "Asia/Kathmandu" };
    const hashes = JSON.parse(execFileSync("sh", ["-c", script, process.execPath], { cwd, env, encoding: "utf8" }));
    other.remove();
    expect(hashes).toEqual(code.entries.map((entry) => [entry, code.bundle(entry).sha256]));
  });

  it("ALL-06 names the file of a function that a stack asks for and nobody wrote", () => {
    expect(() => code.bundle("greeter/sing")).toThrow(
      "functions/greeter/sing/handler.ts does not exist. Create it and export 'handler', or use one of: greeter/say-bye, greeter/say-hello.",
    );
  });
});
