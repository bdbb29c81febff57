import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { env } from "../../shared/env";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { redisConnection } from "../cache/redis-connection";
import { RedisFlagCache } from "../cache/redis-flag-cache";
import { SqsDeadLetters } from "../dead-letters/sqs-dead-letters";
import type { UpdaterPorts } from "./ports";
import { serviceOfQueue } from "./service-of-queue";
import { updateBatch } from "./update-batch";

const ports: UpdaterPorts = {
  cache: new RedisFlagCache(redisConnection()),
  deadLetters: new SqsDeadLetters(env("DEAD_LETTER_QUEUE_URL")),
  serviceOf: serviceOfQueue(env("SERVICE_QUEUES")),
  environment: env("ENVIRONMENT"),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

/** Writes what a service's queue brings to the service's cache. */
export const handler = observed((event: SQSEvent): Promise<SQSBatchResponse> => updateBatch(event.Records, ports));
