import { auditExamples } from "../../../../../functions/flag-propagation/rules/audit.examples";
import { changeExamples } from "../../../../../functions/flag-propagation/rules/change.examples";
import { dependencyExamples } from "../../../../../functions/flag-propagation/rules/dependencies.examples";
import { environmentExamples } from "../../../../../functions/flag-propagation/rules/environments.examples";
import type { RuleExample } from "../../../../../functions/flag-propagation/rules/example";
import { identityExamples } from "../../../../../functions/flag-propagation/rules/identity.examples";
import { ownershipExamples } from "../../../../../functions/flag-propagation/rules/ownership.examples";
import { rolloutExamples } from "../../../../../functions/flag-propagation/rules/rollout.examples";
import { schedulingExamples } from "../../../../../functions/flag-propagation/rules/scheduling.examples";
import { schemaExamples } from "../../../../../functions/flag-propagation/rules/schema.examples";
import { targetingExamples } from "../../../../../functions/flag-propagation/rules/targeting.examples";
import { variantExamples } from "../../../../../functions/flag-propagation/rules/variants.examples";

export const ALL_EXAMPLES: Readonly<Record<string, RuleExample>> = {
  ...identityExamples,
  ...schemaExamples,
  ...variantExamples,
  ...targetingExamples,
  ...rolloutExamples,
  ...schedulingExamples,
  ...environmentExamples,
  ...dependencyExamples,
  ...ownershipExamples,
  ...changeExamples,
  ...auditExamples,
};
