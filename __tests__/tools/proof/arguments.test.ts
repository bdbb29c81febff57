import { describe, expect, it } from "@jest/globals";
import { parseProofArguments } from "../../../tools/proof/arguments";

describe("the arguments of npm run proof", () => {
  it("proves every system as a table when nothing is asked for", () => {
    expect(parseProofArguments([])).toEqual({ subjects: [], format: "table" });
  });

  it("takes systems and files, each once, and a format", () => {
    expect(parseProofArguments(["serverless-app", "plan.json", "plan.json", "--format", "sarif"])).toEqual({
      subjects: ["serverless-app", "plan.json"],
      format: "sarif",
    });
  });

  it("asks for nothing but help", () => {
    expect(parseProofArguments(["--help", "serverless-app"])).toBeUndefined();
  });

  it.each([
    [["--format", "xml"], "--format is 'xml', which must be one of table, json, sarif, mermaid."],
    [["--formt", "json"], "Unknown option '--formt'."],
    [["--format"], "Option '--format <value>' argument missing."],
  ])("fails if given %j, and says what is allowed", (args, message) => {
    expect(() => parseProofArguments(args)).toThrow(message);
  });
});
