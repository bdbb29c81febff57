import type { Rule } from "./rule";
import { ADVISORY_RULES, CRITICAL_RULES, RULES } from "./rules";
import type { Subject } from "./subject";

/** What a rule says about a subject. */
export interface RuleDecision {
  readonly rule: Rule;
  readonly kept: boolean;
}

/** @returns all critical rules that the subject breaks, in the order of the rules. */
export function brokenCritical(subject: Subject): readonly Rule[] {
  return brokenOf(CRITICAL_RULES, subject);
}

/** @returns all advisory rules that the subject breaks, in the order of the rules. */
export function brokenAdvisory(subject: Subject): readonly Rule[] {
  return brokenOf(ADVISORY_RULES, subject);
}

/** @returns what every rule says, in the order of the rules. */
export function decideAll(subject: Subject): readonly RuleDecision[] {
  return RULES.map((rule) => ({ rule, kept: rule.holds(subject) }));
}

function brokenOf(rules: readonly Rule[], subject: Subject): readonly Rule[] {
  const broken: Rule[] = [];
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index];
    if (rule !== undefined && !rule.holds(subject)) broken.push(rule);
  }
  return broken;
}
