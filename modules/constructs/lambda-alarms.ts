import type { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import type { Construct } from "constructs";
import { Alarm } from "./alarm";
import { System } from "./system";

/** How much is let pass before an alarm goes off. */
export interface FunctionAlarms {
  /** More errors than `threshold` within `period` seconds. @default more than 0 in 300 */
  readonly errors?: { readonly threshold: number; readonly period: number };
  /** More throttles than `threshold` within `period` seconds. @default more than 0 in 300 */
  readonly throttles?: { readonly threshold: number; readonly period: number };
}

/** Seconds. */
const ANY = { threshold: 0, period: 300 };

/**
 * Alarms on errors, throttles and duration of a function, and its graphs.
 *
 * @param durationAlarm what the slowest twentieth of the invocations may take, in milliseconds
 */
export function watchFunction(
  scope: Construct,
  fn: LambdaFunctionResource,
  durationAlarm: number,
  alarms: FunctionAlarms = {},
): void {
  const metric = (metricName: string) => ({
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: fn.functionName },
  });
  new Alarm(scope, "errors", {
    description: `${scope.node.path} fails: its log group says why, the dead-letter queue holds what was lost on it.`,
    ...metric("Errors"),
    statistic: "Sum",
    ...(alarms.errors ?? ANY),
  });
  new Alarm(scope, "throttles", {
    description: `${scope.node.path} is called more often than its reserved concurrency allows.`,
    ...metric("Throttles"),
    statistic: "Sum",
    ...(alarms.throttles ?? ANY),
  });
  new Alarm(scope, "duration", {
    description: `${scope.node.path} is slow: one in twenty invocations takes over ${durationAlarm} ms.`,
    ...metric("Duration"),
    statistic: "p95",
    threshold: durationAlarm,
  });
  const { dashboard } = System.of(scope);
  const name = scope.node.id;
  dashboard.graph(`${name}: invocations`, ["Invocations", "Errors", "Throttles"].map(metric));
  dashboard.graph(`${name}: duration (ms)`, [
    { ...metric("Duration"), statistic: "p50" },
    { ...metric("Duration"), statistic: "p95" },
  ]);
}
