import { beforeAll, describe, expect, it } from "@jest/globals";
import { analyseHandlers, ownVariables, rules } from "./support/handlers";

const SHARED = {
  "env.ts": `
    export function env(name: string): string {
      const value = process.env[name];
      if (value === undefined) throw new Error(name);
      return value;
    }`,
  "more.ts": `
    import { env } from "./env";
    export const number = (fallback: number, name: string) => Number(env(name)) || fallback;
    export const orElse = (name = "DEFAULT") => process.env?.[name];`,
};

const TOLD = {
  "a member": "export const handler = () => [process.env.A, process.env?.B ?? 1, process.env['C'], process.env[`D`]];",
  "a pattern": "const { A, B: b = 1, 'C': c } = process.env; export const handler = () => [A, b, c];",
  "an assigned pattern": "let a; export const handler = () => { ({ A: a } = process.env); return a; };",
  "a question": "export const handler = () => 'A' in process.env;",
  "the global object": "export const handler = () => globalThis.process.env.A;",
  "an import of process": "import own from 'node:process'; export const handler = () => own.env.A;",
  "a default import": "import { default as own } from 'node:process'; export const handler = () => own.env.A;",
  "an import of env": "import { env as all } from 'node:process'; export const handler = () => all.A;",
  "a reader": "import { env } from '../../shared/env'; const a = env('A'); export const handler = () => [a, env(`B`)];",
  "a reader of a reader": "import { number } from '../../shared/more'; export const handler = () => number(1, 'A');",
  "an arrow function": "import { orElse } from '../../shared/more'; export const handler = () => orElse('A');",
};

const NOT_READ = {
  "what is written": "export const handler = () => { process.env.A = 'a'; delete process.env.B; };",
  "what nobody calls": "const unused = () => process.env.A; export const handler = () => 1;",
  "another env": "export const handler = (event) => [event.env.A, event.process.env.B];",
  "whether there is an environment": "export const handler = () => [typeof process.env, process.env && 1];",
  "other parts of process": "export const handler = () => [process.pid, process.memoryUsage()];",
};

const UNKNOWN = {
  "a computed name": "export const handler = (event) => process.env[event.name];",
  "all of it": "export const handler = () => JSON.stringify(process.env);",
  "all of it, where there is a process": "const all = process?.env; export const handler = () => all;",
  "all of it or nothing": "const all = process.env || {}; export const handler = () => all.A;",
  "a comparison": "export const handler = (event) => event === process.env;",
  "a spread": "export const handler = () => ({ ...process.env });",
  "the rest of a pattern": "const { ...rest } = process.env; export const handler = () => rest;",
  "process by another name": "const p = process; export const handler = () => p.env.A;",
  "env out of process": "const { env } = process; export const handler = () => env.A;",
  "a reader with a computed name":
    "import { env } from '../../shared/env'; export const handler = (event) => env(event.name);",
  "a reader passed on": "import { env } from '../../shared/env'; export const handler = (names) => names.map(env);",
  "a reader handed to another function":
    "import { number } from '../../shared/more'; export const handler = (call) => call(number, 'A');",
  "a function inside a function":
    "export const handler = () => { function read(name) { return process.env[name]; } return read('A'); };",
  "a reader that adds a prefix": `
    function read(name) { name = "PREFIX_" + name; return process.env[name]; }
    export const handler = () => read("A");`,
  "a reader inside a function":
    "export const handler = () => { const read = (name) => process.env[name]; return read('A'); };",
};

describe("the environment variables of code", () => {
  let code: Awaited<ReturnType<typeof analyseHandlers<string>>>;
  beforeAll(async () => {
    code = await analyseHandlers<string>({ ...TOLD, ...NOT_READ, ...UNKNOWN }, SHARED);
  });

  it.each<[keyof typeof TOLD, string[]]>([
    ["a member", ["A", "B", "C", "D"]],
    ["a pattern", ["A", "B", "C"]],
    ["an assigned pattern", ["A"]],
    ["a question", ["A"]],
    ["the global object", ["A"]],
    ["an import of process", ["A"]],
    ["a default import", ["A"]],
    ["an import of env", ["A"]],
    ["a reader", ["A", "B"]],
    ["a reader of a reader", ["A"]],
    ["an arrow function", ["A"]],
  ])("are told of %s", (name, variables) => {
    expect(ownVariables(code(name))).toEqual(variables);
    expect(code(name).findings).toEqual([]);
  });

  it.each(Object.keys(NOT_READ))("leave out %s", (name) => {
    expect(ownVariables(code(name))).toEqual([]);
    expect(code(name).findings).toEqual([]);
  });

  it.each(Object.keys(UNKNOWN))("cannot be told of %s, which is a finding", (name) => {
    expect(rules(code(name))).toEqual(["unknown-environment-variable"]);
  });
});
