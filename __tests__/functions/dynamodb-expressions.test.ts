import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";

/** Of the DynamoDB developer guide, "Reserved words in DynamoDB". */
const RESERVED = new Set(
  readFileSync(join(__dirname, "support/dynamodb-reserved-words.txt"), "utf8").trim().split(/\s+/),
);
/** What the grammar of expressions itself is made of. */
const GRAMMAR = new Set(["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN", "SIZE", "CONTAINS"]);

const FUNCTIONS = resolve(__dirname, "../../functions");
const LITERAL = /"([^"\n]*)"|`([^`]*)`/g;
const EXPRESSION = /(?:=|<|>|BETWEEN|SET \S+) :|attribute_(?:not_)?exists\(|^SET |^ADD /;

/** @returns names in an expression that DynamoDB refuses: it takes them as `#name` alone */
function reservedIn(expression: string): readonly string[] {
  const names = expression.match(/(?<![#:\w$])[A-Za-z]\w*(?![\w(])/g) ?? [];
  return names.filter((name) => RESERVED.has(name.toUpperCase()) && !GRAMMAR.has(name));
}

const expressions = readdirSync(FUNCTIONS, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) =>
    [...readFileSync(join(FUNCTIONS, file), "utf8").matchAll(LITERAL)]
      .map(([, quoted, template]) => quoted ?? template ?? "")
      .filter((literal) => EXPRESSION.test(literal))
      .map((expression) => ({ file, expression })),
  );

describe("expressions for DynamoDB", () => {
  it("are found in the functions", () => {
    const files = new Set(expressions.map(({ file }) => file));
    expect([...files]).toEqual(
      expect.arrayContaining([
        "flag-propagation/release/dynamodb-store.ts",
        "flag-propagation/flags/flags-table.ts",
        "flag-propagation/consistency-checker/dynamodb-published-flags.ts",
      ]),
    );
  });

  it("name no attribute by a word that DynamoDB keeps for itself", () => {
    const refused = expressions.filter(({ expression }) => reservedIn(expression).length > 0);
    expect(refused).toEqual([]);
  });

  it.each([
    ["SET share = :share", ["share"]],
    ["#share < :share AND attribute_exists(share_at)", []],
    ["attribute_not_exists(id) AND status = :status", ["status"]],
  ])("would be found: %s", (expression, words) => {
    expect(reservedIn(expression)).toEqual(words);
  });
});
