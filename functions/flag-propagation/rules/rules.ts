import { auditRules } from "./audit";
import { changeRules } from "./change";
import { dependencyRules } from "./dependencies";
import { environmentRules } from "./environments";
import { identityRules } from "./identity";
import { ownershipRules } from "./ownership";
import { rolloutRules } from "./rollout";
import type { Rule } from "./rule";
import { schedulingRules } from "./scheduling";
import { schemaRules } from "./schema";
import { targetingRules } from "./targeting";
import { variantRules } from "./variants";

/** Rules about one thing. */
export interface RuleCategory {
  readonly title: string;
  readonly rules: readonly Rule[];
}

export const RULE_CATEGORIES: readonly RuleCategory[] = [
  { title: "Identity and naming", rules: identityRules },
  { title: "Schema and types", rules: schemaRules },
  { title: "Variants and values", rules: variantRules },
  { title: "Targeting", rules: targetingRules },
  { title: "Rollout", rules: rolloutRules },
  { title: "Scheduling", rules: schedulingRules },
  { title: "Environments", rules: environmentRules },
  { title: "Dependencies", rules: dependencyRules },
  { title: "Ownership and governance", rules: ownershipRules },
  { title: "Change safety", rules: changeRules },
  { title: "Audit", rules: auditRules },
];

/** All rules, a category after the other: the order in which broken ones are reported. */
export const RULES: readonly Rule[] = RULE_CATEGORIES.flatMap(({ rules }) => rules);

/** What a change has to keep to be propagated. */
export const CRITICAL_RULES: readonly Rule[] = RULES.filter(({ severity }) => severity === "critical");

/** What is told about a change, and never holds it up. */
export const ADVISORY_RULES: readonly Rule[] = RULES.filter(({ severity }) => severity === "advisory");
