import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { readBatch } from "../validator/stream-record";
import { EventBridgeFlagEventBus } from "./eventbridge-bus";
import type { StreamProcessorPorts } from "./ports";
import { processBatch } from "./process-batch";
import { SqsAuditQueue } from "./sqs-audit-queue";

const eventbridge = lazy(() => new EventBridgeClient(clientOptions));
const sqs = lazy(() => new SQSClient(clientOptions));

const ports: StreamProcessorPorts = {
  bus: new EventBridgeFlagEventBus(eventbridge, env("EVENT_BUS_NAME")),
  audit: new SqsAuditQueue(sqs, env("AUDIT_QUEUE_URL")),
  environment: env("ENVIRONMENT"),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  log: (level, message, details) => logger[level](message, details),
};

/** Tells the bus of each version that was published or rejected, and the audit trail of all that the table's stream tells. */
export const handler = observed(
  (event: unknown): Promise<DynamoDBBatchResponse> => processBatch(readBatch(event), ports),
);
