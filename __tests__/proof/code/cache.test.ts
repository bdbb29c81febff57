import childProcess from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { commandsOf } from "../../../modules/proof/commands";
import { Project } from "../../code/support/project";
import { commandNames } from "./support/handlers";

jest.mock("acorn", () => {
  const acorn = jest.requireActual<typeof import("acorn")>("acorn");
  return { ...acorn, parse: jest.fn(acorn.parse) };
});

describe("the cache of what code does", () => {
  const { parse } = jest.requireMock<{ parse: jest.Mock }>("acorn");
  let project: Project;
  const commands = async () => {
    const code = (await commandsOf(project.root, ["a/b"])).get("a/b");
    return code && commandNames(code);
  };
  const cache = () => path.join(project.root, ".plumbline/cache/proof/commands.json");

  beforeAll(async () => {
    project = new Project({ "a/b/handler.ts": sends("Publish") });
    await commands();
  });
  afterAll(() => project.remove());

  it("spares esbuild and acorn while the tree is unchanged", async () => {
    const spawn = jest.spyOn(childProcess, "spawn"); // how esbuild starts
    parse.mockClear();
    expect(await commands()).toEqual(["own sns:Publish"]);
    expect(spawn).not.toHaveBeenCalled();
    expect(parse).not.toHaveBeenCalled();
    spawn.mockRestore();
  });

  it("gives way when a source changes", async () => {
    project.write("a/b/handler.ts", sends("Subscribe"));
    expect(await commands()).toEqual(["own sns:Subscribe"]);
    expect(parse).toHaveBeenCalled();
  });

  it("gives way when a source outside functions/ changes", async () => {
    const elsewhere = path.join(project.root, "elsewhere.ts");
    fs.writeFileSync(elsewhere, "export const name = process.env.A;");
    project.write("a/b/handler.ts", 'import { name } from "../../../elsewhere"; export const handler = () => name;');
    expect(await variables()).toEqual(["A"]);
    parse.mockClear();
    expect(await variables()).toEqual(["A"]);
    expect(parse).not.toHaveBeenCalled();
    fs.writeFileSync(elsewhere, "export const name = process.env.B;");
    expect(await variables()).toEqual(["B"]);
  });

  it("gives way when the analysis itself changes", async () => {
    await commands();
    const read = fs.readFileSync;
    const changed = jest
      .spyOn(fs, "readFileSync")
      .mockImplementation(((file: string, ...options: []) =>
        file.endsWith("proof/code/waiters.ts") ? "changed" : read(file, ...options)) as typeof read);
    parse.mockClear();
    await commands();
    expect(parse).toHaveBeenCalled();
    changed.mockRestore();
  });

  it("gives way when other entries are asked for", async () => {
    project.write("a/c/handler.ts", sends("Unsubscribe"));
    expect([...(await commandsOf(project.root, ["a/b"])).keys()]).toEqual(["a/b"]);
    expect([...(await commandsOf(project.root, ["a/b", "a/c"])).keys()]).toEqual(["a/b", "a/c"]);
  });

  it("is made again when it is damaged, and not believed when it was edited", async () => {
    project.write("a/b/handler.ts", sends("Publish"));
    await commands();
    const sound = fs.readFileSync(cache(), "utf8");
    fs.writeFileSync(cache(), sound.replace("PublishCommand", "SubscribeCommand"));
    expect(await commands()).toEqual(["own sns:Publish"]);
    fs.truncateSync(cache(), 100);
    expect(await commands()).toEqual(["own sns:Publish"]);
    expect(fs.readFileSync(cache(), "utf8")).toBe(sound);
  });

  it("is left out in a project that cannot be written to", async () => {
    const sealed = new Project({ "a/b/handler.ts": sends("Publish") });
    fs.writeFileSync(path.join(sealed.root, ".plumbline"), "a file where the cache's folder would be");
    expect((await commandsOf(sealed.root, ["a/b"])).get("a/b")?.commands).toHaveLength(1);
    sealed.remove();
  });

  it("keeps nothing of sources that do not compile", async () => {
    project.write("a/b/handler.ts", "export const handler = (;");
    await expect(commands()).rejects.toThrow("functions/a/b/handler.ts:1:");
    await expect(commands()).rejects.toThrow("functions/a/b/handler.ts:1:");
  });

  async function variables(): Promise<string[] | undefined> {
    const code = (await commandsOf(project.root, ["a/b"])).get("a/b");
    return code?.environment.map(({ name }) => name);
  }
});

function sends(command: string): string {
  return `import { ${command}Command } from "@aws-sdk/client-sns"; export const handler = () => new ${command}Command({});`;
}
