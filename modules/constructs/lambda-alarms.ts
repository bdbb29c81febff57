import type { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import type { Construct } from "constructs";
import { Alarm } from "./alarm";
import { System } from "./system";

/** A function that takes this share of its time limit is about to fail. */
const DURATION_SHARE = 0.8;

/** Alarms on errors, throttles and duration of a function, and its graphs. */
export function watchFunction(scope: Construct, fn: LambdaFunctionResource, timeout: number): void {
  const metric = (metricName: string) => ({
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: fn.functionName },
  });
  new Alarm(scope, "errors", {
    description: `${scope.node.path} fails: its log group says why, the dead-letter queue holds what was lost on it.`,
    ...metric("Errors"),
    statistic: "Sum",
    threshold: 0,
  });
  new Alarm(scope, "throttles", {
    description: `${scope.node.path} is called more often than its reserved concurrency allows.`,
    ...metric("Throttles"),
    statistic: "Sum",
    threshold: 0,
  });
  new Alarm(scope, "duration", {
    description: `${scope.node.path} takes ${DURATION_SHARE * 100} % of its time limit of ${timeout} s.`,
    ...metric("Duration"),
    statistic: "p95",
    threshold: timeout * 1000 * DURATION_SHARE,
  });
  const { dashboard } = System.of(scope);
  const name = scope.node.id;
  dashboard.graph(`${name}: invocations`, ["Invocations", "Errors", "Throttles"].map(metric));
  dashboard.graph(`${name}: duration (ms)`, [
    { ...metric("Duration"), statistic: "p50" },
    { ...metric("Duration"), statistic: "p95" },
  ]);
}
