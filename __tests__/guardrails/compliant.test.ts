import { describe, expect, it } from "@jest/globals";
import { ALL_RULES } from "../../modules/guardrails/all-rules";
import { messagesOf } from "./breaking";

describe("the compliant stack", () => {
  it.each(ALL_RULES.map((rule) => [rule.requirements.join(" "), rule.id, rule] as const))(
    "%s %s finds nothing in it",
    (_requirements, _id, rule) => {
      expect(messagesOf(rule, () => {})).toEqual([]);
    },
  );
});

describe("the rules", () => {
  it.each(Array.from({ length: 11 }, (_, index) => `ALL-${String(index + 1).padStart(2, "0")}`))(
    "%s has at least one",
    (requirement) => {
      expect(ALL_RULES.filter((rule) => rule.requirements.includes(requirement))).not.toEqual([]);
    },
  );

  it("ALL-13 each have an id of their own", () => {
    const ids = ALL_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
