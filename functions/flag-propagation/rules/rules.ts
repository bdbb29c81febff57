import { changeRules } from "./change";
import { dependencyRules } from "./dependencies";
import { rolloutRules } from "./rollout";
import type { Rule } from "./rule";
import { schedulingRules } from "./scheduling";
import { targetingRules } from "./targeting";

/** All rules, a category after the other. */
export const RULES: readonly Rule[] = [
  ...targetingRules,
  ...rolloutRules,
  ...schedulingRules,
  ...dependencyRules,
  ...changeRules,
];

/** What a change has to keep to be propagated. */
export const CRITICAL_RULES: readonly Rule[] = RULES.filter(({ severity }) => severity === "critical");

/** What is told about a change, and never holds it up. */
export const ADVISORY_RULES: readonly Rule[] = RULES.filter(({ severity }) => severity === "advisory");
