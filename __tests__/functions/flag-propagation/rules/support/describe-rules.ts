import { describe, expect, it } from "@jest/globals";
import {
  EXAMPLE_ENVIRONMENT,
  EXAMPLE_NOW,
  type Example,
  flag,
  nextVersion,
  type RuleExample,
} from "../../../../../functions/flag-propagation/rules/example";
import { subjectOf } from "../../../../../functions/flag-propagation/rules/read-subject";
import type { Rule } from "../../../../../functions/flag-propagation/rules/rule";
import type { Subject } from "../../../../../functions/flag-propagation/rules/subject";

/** The subject that an example is about. */
export function subjectOfExample({ record, previous, known = [], environment }: Example): Subject {
  const context = {
    environment: environment ?? EXAMPLE_ENVIRONMENT,
    now: EXAMPLE_NOW,
    known: new Map(known.map((other) => [String(other.flag_id), other])),
  };
  return subjectOf(record, context, previous);
}

/** @returns the ids of the rules that an example breaks. */
export function brokenBy(rules: readonly Rule[], example: Example): readonly string[] {
  return rules.filter(({ holds }) => !holds(subjectOfExample(example))).map(({ id }) => id);
}

interface Exceptions {
  /** By the rule that an example is of: the other rules of its category that it cannot but break. @default none */
  readonly alsoBroken?: Readonly<Record<string, readonly string[]>>;
}

/** Holds each rule of a category to its two examples, and the category to the examples' flag. */
export function describeRules(
  rules: readonly Rule[],
  examples: Readonly<Record<string, RuleExample>>,
  { alsoBroken = {} }: Exceptions = {},
): void {
  it("FLAG-03 has an example for each rule, and for no other", () => {
    expect(Object.keys(examples)).toEqual(rules.map(({ id }) => id));
  });

  describe.each(rules.map((rule) => [rule.id, rule] as const))("FLAG-03 %s", (id, { sentence }) => {
    it(`is kept by the example that passes: ${sentence}`, () => {
      expect(brokenBy(rules, exampleOf(examples, id).passes)).toEqual([]);
    });

    it("is broken by the example that fails", () => {
      const expected = [id, ...(alsoBroken[id] ?? [])].sort();
      expect(brokenBy(rules, exampleOf(examples, id).fails)).toEqual(expected);
    });
  });

  it.each([
    ["a first version", { record: flag() }],
    ["a version after it", { record: nextVersion(), previous: flag() }],
  ])("FLAG-03 is kept by %s of an ordinary flag", (_, example) => {
    expect(brokenBy(rules, example)).toEqual([]);
  });
}

function exampleOf(examples: Readonly<Record<string, RuleExample>>, id: string): RuleExample {
  const example = examples[id];
  if (example === undefined) throw new Error(`No example of ${id}.`);
  return example;
}
