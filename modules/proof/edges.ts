import { compositeAlarm, metricAlarm } from "./edges/alarm";
import { bucketNotification } from "./edges/bucket-notification";
import { deliveryStream } from "./edges/delivery-stream";
import type { Connection, EdgeRule } from "./edges/edge-rule";
import { eventRuleTarget } from "./edges/event-rule-target";
import { eventSourceMapping } from "./edges/event-source-mapping";
import { functionDeadLetters } from "./edges/function-dead-letters";
import { functionLogs } from "./edges/function-logs";
import { functionNetwork } from "./edges/function-network";
import { functionServer } from "./edges/function-server";
import { functionTraces } from "./edges/function-traces";
import { httpAuthorizer, httpRoute } from "./edges/http-api";
import { identityPoolRoles } from "./edges/identity-pool-roles";
import { invokeConfig } from "./edges/invoke-config";
import { lambdaInvocation } from "./edges/lambda-invocation";
import { logGroupKey } from "./edges/log-group-key";
import { queueRedrive, queueRedriveBlock } from "./edges/queue-redrive";
import { restAuthorizer, restIntegration } from "./edges/rest-api";
import { schedule } from "./edges/schedule";
import { searchLogs } from "./edges/search-logs";
import { searchSignIn } from "./edges/search-sign-in";
import { httpStageLog, restStageLog } from "./edges/stage-access-log";
import { stateMachine } from "./edges/state-machine";
import { subscription } from "./edges/subscription";
import { trust } from "./edges/trust";
import type { View } from "./edges/view";

/** What each type of resource connects. */
const RULES: readonly EdgeRule[] = [
  restIntegration,
  restAuthorizer,
  httpRoute,
  httpAuthorizer,
  eventSourceMapping,
  subscription,
  bucketNotification,
  eventRuleTarget,
  schedule,
  stateMachine,
  functionDeadLetters,
  invokeConfig,
  queueRedrive,
  queueRedriveBlock,
  deliveryStream,
  restStageLog,
  httpStageLog,
  functionLogs,
  functionTraces,
  functionNetwork,
  functionServer,
  lambdaInvocation,
  searchLogs,
  searchSignIn,
  identityPoolRoles,
  metricAlarm,
  compositeAlarm,
  logGroupKey,
  ...trust,
];

/** @returns what the configuration connects, but for what code does with its environment. */
export function configuredConnections(view: View): readonly Connection[] {
  return RULES.flatMap((rule) => view.ofType(rule.type).flatMap((resource) => rule.connections(resource, view)));
}
