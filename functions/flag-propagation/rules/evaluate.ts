import type { Rule } from "./rule";
import { ADVISORY_RULES, CRITICAL_RULES, RULES } from "./rules";
import type { Subject } from "./subject";

/** What a rule says about a subject. */
export interface RuleDecision {
  readonly rule: Rule;
  readonly kept: boolean;
}

/** @returns the ids of all critical rules that the subject breaks, in the order of the rules. */
export function brokenCritical(subject: Subject): string[] {
  return brokenOf(CRITICAL_RULES, subject);
}

/** @returns the ids of all advisory rules that the subject breaks, in the order of the rules. */
export function brokenAdvisory(subject: Subject): string[] {
  return brokenOf(ADVISORY_RULES, subject);
}

/** @returns what every rule says, in the order of the rules. */
export function decideAll(subject: Subject): RuleDecision[] {
  return RULES.map((rule) => ({ rule, kept: rule.holds(subject) }));
}

function brokenOf(rules: readonly Rule[], subject: Subject): string[] {
  const broken: string[] = [];
  for (const { id, holds } of rules) if (!holds(subject)) broken.push(id);
  return broken;
}
