import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { flag } from "../../functions/flag-propagation/rules/example";
import { flagSchema } from "../../tools/docs/flag-schema";

const text = readFileSync("docs/flag.schema.json", "utf8");
const schema = z.fromJSONSchema(JSON.parse(text));

/** What a caller says about a flag, of a record that holds more. */
function file(changes: Readonly<Record<string, unknown>> = {}): unknown {
  const { version, environment, created_at, written_at, principal, correlation_id, ...said } = flag(changes);
  return said;
}

describe("the JSON Schema of a flag", () => {
  it("FLAG-03 is made of the schema that the API checks with: npm run docs writes it", () => {
    expect(text).toBe(flagSchema());
  });

  it("FLAG-03 takes a flag's file, and one that names the schema", () => {
    expect(schema.safeParse(file()).error).toBeUndefined();
    expect(schema.safeParse(file({ $schema: "../docs/flag.schema.json" })).error).toBeUndefined();
  });

  it.each([
    ["a state that is none", { state: "ON" }],
    ["a member that is not known", { statee: "ENABLED" }],
    ["no owner", { owner: undefined }],
    ["a variant that is a list", { variants: { on: [1] } }],
    ["a dependency without a variant", { dependencies: [{ flag_id: "other-flag" }] }],
  ])("FLAG-03 refuses %s", (_case, changes) => {
    expect(schema.safeParse(file(changes)).success).toBe(false);
  });
});
