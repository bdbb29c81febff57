import type { Rule } from "./rule";
import { accountWideResource } from "./rules/account-wide-resource";
import { alarmWithoutAction } from "./rules/alarm-without-action";
import { backendWithAccountDetails } from "./rules/backend-with-account-details";
import { bucketWithoutEncryption } from "./rules/bucket-without-encryption";
import { bucketWithoutLifecycle } from "./rules/bucket-without-lifecycle";
import { bucketWithoutPublicAccessBlock } from "./rules/bucket-without-public-access-block";
import { bucketWithoutTlsPolicy } from "./rules/bucket-without-tls-policy";
import { bucketWithoutVersioning } from "./rules/bucket-without-versioning";
import { deadLetterQueueWithoutAlarm } from "./rules/dead-letter-queue-without-alarm";
import { deprecatedArgument } from "./rules/deprecated-argument";
import { deprecatedType } from "./rules/deprecated-type";
import { environmentWithoutLimits } from "./rules/environment-without-limits";
import { functionWithoutAlarm } from "./rules/function-without-alarm";
import { functionWithoutBuiltCode } from "./rules/function-without-built-code";
import { functionWithoutDeadLetterDestination } from "./rules/function-without-dead-letter-destination";
import { functionWithoutLogPolicy } from "./rules/function-without-log-policy";
import { functionWithoutOwnLogGroup } from "./rules/function-without-own-log-group";
import { functionWithoutReservedConcurrency } from "./rules/function-without-reserved-concurrency";
import { functionWithoutTracing } from "./rules/function-without-tracing";
import { handlerWithoutExport } from "./rules/handler-without-export";
import { identityPoolOpenToGuests } from "./rules/identity-pool-open-to-guests";
import { impureExpression } from "./rules/impure-expression";
import { incompleteOutput } from "./rules/incomplete-output";
import { incompleteVariable } from "./rules/incomplete-variable";
import { logGroupWithoutKey } from "./rules/log-group-without-key";
import { logGroupWithoutRetention } from "./rules/log-group-without-retention";
import { logPolicyBeyondOwnGroup } from "./rules/log-policy-beyond-own-group";
import { missingStandardVariable } from "./rules/missing-standard-variable";
import { missingTags } from "./rules/missing-tags";
import { nameOverLimit } from "./rules/name-over-limit";
import { nameWithoutEnvironment } from "./rules/name-without-environment";
import { otherRuntime } from "./rules/other-runtime";
import { permissionWithoutSource } from "./rules/permission-without-source";
import { policyMadeElsewhere } from "./rules/policy-made-elsewhere";
import { policyOpenToAnyone } from "./rules/policy-open-to-anyone";
import { providerOutsideConstraint } from "./rules/provider-outside-constraint";
import { queueWithoutAgeAlarm } from "./rules/queue-without-age-alarm";
import { roleWithFixedName } from "./rules/role-with-fixed-name";
import { searchDomainOnInternet } from "./rules/search-domain-on-internet";
import { searchDomainWithPasswords } from "./rules/search-domain-with-passwords";
import { searchDomainWithoutEncryption } from "./rules/search-domain-without-encryption";
import { searchDomainWithoutLogs } from "./rules/search-domain-without-logs";
import { searchDomainWithoutTls } from "./rules/search-domain-without-tls";
import { secretInPlainOutput } from "./rules/secret-in-plain-output";
import { sharedFunctionRole } from "./rules/shared-function-role";
import { stackWithoutDashboard } from "./rules/stack-without-dashboard";
import { stackWithoutOutput } from "./rules/stack-without-output";
import { tableWithoutEncryption } from "./rules/table-without-encryption";
import { tableWithoutOnDemandBilling } from "./rules/table-without-on-demand-billing";
import { tableWithoutPointInTimeRecovery } from "./rules/table-without-point-in-time-recovery";
import { topicOrQueueWithoutKey } from "./rules/topic-or-queue-without-key";
import { topicOrQueueWithoutTlsPolicy } from "./rules/topic-or-queue-without-tls-policy";
import { unpermittedDeadLetter } from "./rules/unpermitted-dead-letter";
import { unreadablePolicy } from "./rules/unreadable-policy";
import { unusableAccessLogFormat } from "./rules/unusable-access-log-format";
import { userPoolOpenToAnyone } from "./rules/user-pool-open-to-anyone";
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
  permissionWithoutSource,
  policyMadeElsewhere,
  policyOpenToAnyone,
  identityPoolOpenToGuests,
  userPoolOpenToAnyone,
  searchDomainWithPasswords,
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
  impureExpression,
  missingTags,
  accountWideResource,
  deprecatedArgument,
  deprecatedType,
  unusableAccessLogFormat,
  bucketWithoutEncryption,
  bucketWithoutLifecycle,
  bucketWithoutPublicAccessBlock,
  bucketWithoutTlsPolicy,
  bucketWithoutVersioning,
  searchDomainOnInternet,
  searchDomainWithoutEncryption,
  searchDomainWithoutTls,
  tableWithoutEncryption,
  tableWithoutOnDemandBilling,
  tableWithoutPointInTimeRecovery,
  topicOrQueueWithoutKey,
  topicOrQueueWithoutTlsPolicy,
  alarmWithoutAction,
  deadLetterQueueWithoutAlarm,
  functionWithoutAlarm,
  queueWithoutAgeAlarm,
  searchDomainWithoutLogs,
  stackWithoutDashboard,
  incompleteOutput,
  secretInPlainOutput,
  stackWithoutOutput,
];
