import childProcess from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { buildFunctions } from "../../modules/code/build-functions";
import type { FunctionBundle } from "../../modules/code/function-code";
import { Project } from "./support/project";

describe("the cache of function code", () => {
  let project: Project;
  let first: FunctionBundle;
  const build = async () => (await buildFunctions({ root: project.root })).bundle("a/b");

  beforeAll(async () => {
    project = new Project({
      "a/b/handler.ts":
        "import type { Event } from './event';\nexport const handler = (event: Event): string => event.id;",
      "a/b/event.ts": "export interface Event { id: string }",
    });
    first = await build();
  });
  afterAll(() => project.remove());

  it("ALL-06 starts neither esbuild nor TypeScript while the tree is unchanged", async () => {
    const spawn = jest.spyOn(childProcess, "spawn"); // how esbuild starts
    const execFile = jest.spyOn(childProcess, "execFile"); // how TypeScript starts
    expect(await build()).toEqual(first);
    expect(spawn).not.toHaveBeenCalled();
    expect(execFile).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it("ALL-06 makes a damaged zip again, with the same bytes", async () => {
    fs.truncateSync(first.zip, 10);
    expect(await build()).toEqual(first);
    expect(fs.statSync(first.zip).size).toBe(first.bytes);
  });

  it("ALL-06 checks types again when a file changes that is in no bundle", async () => {
    project.write("a/b/event.ts", "export interface Event { id: number }");
    await expect(build()).rejects.toThrow("functions/a/b/handler.ts:2:");
  });

  it("works in a project that cannot be written to", async () => {
    const sealed = new Project({ "a/b/handler.ts": "export const handler = () => 1;" });
    fs.writeFileSync(path.join(sealed.root, ".plumbline"), "a file where the cache's folder would be");
    const code = await buildFunctions({ root: sealed.root });
    expect(fs.statSync(code.bundle("a/b").zip).size).toBe(code.bundle("a/b").bytes);
    sealed.remove();
  });
});
