import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { describeRule } from "../../../modules/proof/report/rules";

const PROOF = "modules/proof";

/** @returns the rules that the sources name where they report a finding. */
function rulesInSources(): readonly string[] {
  const sources = readdirSync(PROOF, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.startsWith("report"),
  );
  const text = sources.map((file) => readFileSync(join(PROOF, file), "utf8")).join("\n");
  const named = text.matchAll(/(?:rule: |\bfound(?:On)?\(\s*[\w.]+,\s*|findingOn\(\s*[\w.]+,\s*)"([a-z-]+)"/g);
  return [...new Set([...named].map(([, rule]) => rule ?? ""))].sort();
}

describe("the rules of the proof", () => {
  it("are found in the sources", () => {
    expect(rulesInSources()).toEqual(expect.arrayContaining(["missing-permission", "too-wide", "unreadable-policy"]));
  });

  it.each(rulesInSources())("%s has a title and help of its own", (rule) => {
    expect(describeRule(rule).title).not.toBe(describeRule("no-such-rule").title);
    expect(describeRule(rule).help).not.toBe(describeRule("no-such-rule").help);
  });

  it("fall back on their id where there is no description", () => {
    expect(describeRule("no-such-rule").title).toBe("No such rule");
  });
});
