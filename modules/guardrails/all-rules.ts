import type { Rule } from "./rule";
import { backendWithAccountDetails } from "./rules/backend-with-account-details";
import { environmentWithoutLimits } from "./rules/environment-without-limits";
import { functionWithoutBuiltCode } from "./rules/function-without-built-code";
import { functionWithoutDeadLetterDestination } from "./rules/function-without-dead-letter-destination";
import { functionWithoutLogPolicy } from "./rules/function-without-log-policy";
import { functionWithoutOwnLogGroup } from "./rules/function-without-own-log-group";
import { functionWithoutReservedConcurrency } from "./rules/function-without-reserved-concurrency";
import { functionWithoutTracing } from "./rules/function-without-tracing";
import { handlerWithoutExport } from "./rules/handler-without-export";
import { incompleteVariable } from "./rules/incomplete-variable";
import { logGroupWithoutKey } from "./rules/log-group-without-key";
import { logGroupWithoutRetention } from "./rules/log-group-without-retention";
import { logPolicyBeyondOwnGroup } from "./rules/log-policy-beyond-own-group";
import { missingStandardVariable } from "./rules/missing-standard-variable";
import { nameOverLimit } from "./rules/name-over-limit";
import { nameWithoutEnvironment } from "./rules/name-without-environment";
import { otherRuntime } from "./rules/other-runtime";
import { policyMadeElsewhere } from "./rules/policy-made-elsewhere";
import { policyOpenToAnyone } from "./rules/policy-open-to-anyone";
import { providerOutsideConstraint } from "./rules/provider-outside-constraint";
import { roleWithFixedName } from "./rules/role-with-fixed-name";
import { sharedFunctionRole } from "./rules/shared-function-role";
import { unpermittedDeadLetter } from "./rules/unpermitted-dead-letter";
import { unreadablePolicy } from "./rules/unreadable-policy";
import { validationWithoutSentence } from "./rules/validation-without-sentence";
import { wildcardAction } from "./rules/wildcard-action";
import { wildcardResource } from "./rules/wildcard-resource";
import { wrongBackend } from "./rules/wrong-backend";

/** Every rule, in the order of the requirements. */
export const ALL_RULES: readonly Rule[] = [
  backendWithAccountDetails,
  providerOutsideConstraint,
  wrongBackend,
  environmentWithoutLimits,
  incompleteVariable,
  missingStandardVariable,
  validationWithoutSentence,
  nameOverLimit,
  nameWithoutEnvironment,
  roleWithFixedName,
  functionWithoutLogPolicy,
  logPolicyBeyondOwnGroup,
  policyMadeElsewhere,
  policyOpenToAnyone,
  unreadablePolicy,
  wildcardAction,
  wildcardResource,
  functionWithoutDeadLetterDestination,
  functionWithoutOwnLogGroup,
  functionWithoutReservedConcurrency,
  functionWithoutTracing,
  logGroupWithoutKey,
  logGroupWithoutRetention,
  sharedFunctionRole,
  unpermittedDeadLetter,
  functionWithoutBuiltCode,
  handlerWithoutExport,
  otherRuntime,
];
