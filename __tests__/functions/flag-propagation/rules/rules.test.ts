import { describe, expect, it } from "@jest/globals";
import { flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import {
  ADVISORY_RULES,
  CRITICAL_RULES,
  RULE_CATEGORIES,
  RULES,
} from "../../../../functions/flag-propagation/rules/rules";
import { ALL_EXAMPLES } from "./support/all-examples";
import { brokenBy, subjectOfExample } from "./support/describe-rules";

const ids = RULES.map(({ id }) => id);

/** A version that says a flag is deleted, as the API writes it. */
const DELETED = {
  ...Object.fromEntries(
    ["flag_id", "environment", "created_at", "user", "principal", "correlation_id"].map((name) => [name, flag()[name]]),
  ),
  version: 2,
  written_at: nextVersion().written_at,
  reason: "The trial is over and the code is gone.",
  deleted: true,
};

describe("all rules", () => {
  it("FLAG-03 are 234", () => {
    expect(RULES).toHaveLength(234);
  });

  it.each([
    ["Identity and naming", "IDENT", 18],
    ["Schema and types", "TYPE", 30],
    ["Variants and values", "VARIANT", 26],
    ["Targeting", "TARGET", 34],
    ["Rollout", "ROLLOUT", 24],
    ["Scheduling", "SCHED", 16],
    ["Environments", "ENV", 18],
    ["Dependencies", "DEP", 18],
    ["Ownership and governance", "OWNER", 18],
    ["Change safety", "CHANGE", 20],
    ["Audit", "AUDIT", 12],
  ])("FLAG-03 %s: %s-01 and on, %i of them", (title, prefix, count) => {
    const rules = RULE_CATEGORIES.find((category) => category.title === title)?.rules ?? [];
    const expected = Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, "0")}`);
    expect(rules.map(({ id }) => id)).toEqual(expected);
  });

  it("FLAG-03 have ids and sentences of their own", () => {
    expect(new Set(ids).size).toBe(RULES.length);
    expect(new Set(RULES.map(({ sentence }) => sentence)).size).toBe(RULES.length);
  });

  it("FLAG-03 decide each in a way of its own: no two share their code", () => {
    expect(new Set(RULES.map(({ holds }) => String(holds))).size).toBe(RULES.length);
  });

  it("FLAG-03 say what holds in one sentence", () => {
    for (const { sentence } of RULES) {
      expect(sentence).toMatch(/^[A-Za-z$].*\.$/);
      expect(sentence).not.toMatch(/\n|\. [A-Z]/);
    }
  });

  it("FLAG-03 are critical or advisory, and in the order of all rules in both lists", () => {
    expect([...CRITICAL_RULES, ...ADVISORY_RULES].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(CRITICAL_RULES.map(({ id }) => ids.indexOf(id))).toEqual(
      CRITICAL_RULES.map(({ id }) => ids.indexOf(id)).sort((a, b) => a - b),
    );
  });

  it("FLAG-03 each have an example that passes and one that fails", () => {
    expect(Object.keys(ALL_EXAMPLES)).toEqual(ids);
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    "FLAG-03 %s is kept by its example that passes and broken by the one that fails",
    (id, { holds }) => {
      const { passes, fails } = ALL_EXAMPLES[id] ?? { passes: { record: {} }, fails: { record: {} } };
      expect([holds(subjectOfExample(passes)), holds(subjectOfExample(fails))]).toEqual([true, false]);
    },
  );

  it.each([
    ["a first version", { record: flag() }],
    ["the version after it", { record: nextVersion(), previous: flag() }],
    ["its deletion, once it is disabled", { record: DELETED, previous: flag({ state: "DISABLED" }) }],
  ])("FLAG-03 are all kept by %s of an ordinary flag", (_, example) => {
    expect(brokenBy(RULES, example)).toEqual([]);
  });
});
