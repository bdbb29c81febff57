import { afterEach, describe, expect, it } from "@jest/globals";
import { buildFunctions } from "../../modules/code/build-functions";
import { UserError } from "../../modules/errors";
import { Project } from "./support/project";

describe("functions that cannot be built fail synth", () => {
  let project: Project;
  afterEach(() => project.remove());

  const failure = async (files: Readonly<Record<string, string>>): Promise<string> => {
    project = new Project(files);
    const error = await buildFunctions({ root: project.root }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  };

  it("ALL-06 a type error names file, line and TypeScript's message", async () => {
    expect(await failure({ "a/b/handler.ts": "\nexport const handler = (): number => 'text';" })).toBe(
      "functions/a/b/handler.ts:2:38: Type 'string' is not assignable to type 'number'. (TS2322)",
    );
  });

  it("ALL-06 a type error in a file that only lends types is found as well", async () => {
    const message = await failure({
      "a/b/handler.ts": "import type { Event } from './event';\nexport const handler = (event: Event) => event;",
      "a/b/event.ts": "export interface Event { id: Missing }",
    });
    expect(message).toBe("functions/a/b/event.ts:1:30: Cannot find name 'Missing'. (TS2304)");
  });

  it("ALL-06 a syntax error names file and line", async () => {
    expect(await failure({ "a/b/handler.ts": "export const handler = () => {\n  return };\n}" })).toMatch(
      /^functions\/a\/b\/handler\.ts:3:1: Unexpected "}"/,
    );
  });

  it("ALL-06 an import that does not exist names file and line", async () => {
    expect(await failure({ "a/b/handler.ts": "import './nowhere';\nexport const handler = () => 1;" })).toBe(
      'functions/a/b/handler.ts:1:8: Could not resolve "./nowhere"',
    );
  });

  it("ALL-06 a file without the export 'handler' is named", async () => {
    expect(await failure({ "a/b/handler.ts": "export const handle = () => 1;" })).toBe(
      "functions/a/b/handler.ts exports no 'handler'. Export the function that Lambda calls: export const handler = …",
    );
  });

  it("ALL-06 a folder that cannot be a function's name is named", async () => {
    expect(await failure({ "a/Send_Mail/handler.ts": "export const handler = () => 1;" })).toMatch(
      /^functions\/a\/Send_Mail\/handler\.ts: the folder name 'Send_Mail' is not in kebab case\./,
    );
  });
});
