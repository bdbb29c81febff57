import type { Rule } from "./rule";
import { ADVISORY_RULES, CRITICAL_RULES, RULES } from "./rules";
import type { Subject } from "./subject";

/** What a rule says about a subject. */
export interface RuleDecision {
  readonly rule: Rule;
  readonly kept: boolean;
}

/** @returns all critical rules that the subject breaks, in the order of the rules. */
export const brokenCritical = finder(CRITICAL_RULES);

/** @returns all advisory rules that the subject breaks, in the order of the rules. */
export const brokenAdvisory = finder(ADVISORY_RULES);

/** @returns what every rule says, in the order of the rules. */
export function decideAll(subject: Subject): readonly RuleDecision[] {
  return RULES.map((rule) => ({ rule, kept: rule.holds(subject) }));
}

/** The decisions lie in a list of their own, so that no rule is looked at but those that are broken. */
function finder(rules: readonly Rule[]): (subject: Subject) => readonly Rule[] {
  const decisions = rules.map(({ holds }) => holds);
  return (subject) => {
    const broken: Rule[] = [];
    for (let index = 0; index < decisions.length; index++) {
      if (decisions[index]?.(subject) !== false) continue;
      const rule = rules[index];
      if (rule !== undefined) broken.push(rule);
    }
    return broken;
  };
}
