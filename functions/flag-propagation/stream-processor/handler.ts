import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Context, DynamoDBBatchResponse } from "aws-lambda";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { readBatch } from "../validator/stream-record";
import { EventBridgeFlagEventBus } from "./eventbridge-bus";
import type { StreamProcessorPorts } from "./ports";
import { processBatch } from "./process-batch";

const eventbridge = lazy(() => new EventBridgeClient(clientOptions));

const ports: StreamProcessorPorts = {
  bus: new EventBridgeFlagEventBus(eventbridge, env("EVENT_BUS_NAME")),
  environment: env("ENVIRONMENT"),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  log: (level, message, details) => logger[level](message, details),
};

/** Tells the bus of each version that was published or rejected, from the verdicts in the flags table's stream. */
export async function handler(event: unknown, context: Context): Promise<DynamoDBBatchResponse> {
  logger.addContext(context);
  metrics.captureColdStartMetric(context.functionName);
  try {
    return await processBatch(readBatch(event), ports);
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}
