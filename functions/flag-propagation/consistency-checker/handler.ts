import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { redisConnection } from "../cache/redis-connection";
import { RedisFlagCacheReader } from "../cache/redis-flag-cache-reader";
import { bakeMilliseconds } from "../release/bake-minutes";
import { serviceCount } from "../service-count";
import { serviceNames } from "../services";
import { check } from "./check";
import type { CheckRequest, CheckResult, LogScanResult, SweepResult } from "./contract";
import { DynamoDBPublishedFlags } from "./dynamodb-published-flags";
import { InsightsLogQueries } from "./insights-log-queries";
import { LogScanner } from "./log-scan";
import type { CheckerPorts } from "./ports";
import { readRequest } from "./request";
import { sweep } from "./sweep";

/** Kept of the function's time to say how far a sweep came, when it does not come to the end. Milliseconds. */
const RESERVE_MS = 5_000;

const dynamodb = lazy(() => new DynamoDBClient(clientOptions));

const ports: CheckerPorts = {
  flags: new DynamoDBPublishedFlags(dynamodb, env("FLAGS_TABLE"), Date.now),
  caches: new RedisFlagCacheReader(redisConnection()),
  services: serviceNames(serviceCount(env("SERVICE_COUNT"))),
  bakeMs: bakeMilliseconds(env("RELEASE_BAKE_MINUTES")),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  measure: (metric, milliseconds) => metrics.addMetric(metric, MetricUnit.Milliseconds, milliseconds),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

const logScanner = new LogScanner(
  new InsightsLogQueries(
    lazy(() => new CloudWatchLogsClient(clientOptions)),
    env("SERVICE_LOG_GROUPS"),
  ),
  ports,
);

/**
 * Answers the state machine's questions; see contract.ts.
 *
 * @throws an error with a name of its own where there is no answer, which is never taken for agreement
 */
export const handler = observed(
  async (event: unknown, context: Context): Promise<CheckResult | SweepResult | LogScanResult> => {
    try {
      return await answer(readRequest(event), Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS);
    } catch (error) {
      logger.error("no answer", error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  },
);

function answer(request: CheckRequest, deadline: number): Promise<CheckResult | SweepResult | LogScanResult> {
  switch (request.operation) {
    case "check":
      return check(request, ports);
    case "sweep":
      return sweep({ deadline }, ports);
    case "logs":
      return logScanner.scan(request);
  }
}
