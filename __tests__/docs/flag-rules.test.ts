import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { RULE_CATEGORIES, RULES } from "../../functions/flag-propagation/rules/rules";
import { flagRulesPage } from "../../tools/docs/flag-rules";

describe("the page of the rules of flags", () => {
  const page = readFileSync("docs/systems/flag-rules.md", "utf8");

  it("FLAG-03 shows the rules as they are: npm run docs writes them", () => {
    expect(page).toBe(flagRulesPage(RULE_CATEGORIES));
  });

  it("FLAG-03 has one row a rule, its id first, then its severity and its sentence", () => {
    const rows = page.split("\n").filter((line) => /^\| [A-Z]+-\d+ \| (?:critical|advisory) \| .+\. \|$/.test(line));
    expect(rows.map((row) => row.split(" ")[1])).toEqual(RULES.map(({ id }) => id));
  });

  it("shows what a sentence says, not what Markdown makes of it", () => {
    const rule = {
      id: "TEST-01",
      severity: "critical",
      sentence: "Names such as __proto__ | <b>.",
      holds: () => true,
    } as const;
    expect(flagRulesPage([{ title: "Tests", rules: [rule] }])).toContain("\\_\\_proto\\_\\_ \\| \\<b\\>.");
  });
});
