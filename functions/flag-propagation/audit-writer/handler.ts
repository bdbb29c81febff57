import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { OpenSearch } from "../audit/open-search";
import { SqsDeadLetters } from "../dead-letters/sqs-dead-letters";
import { OpenSearchAuditTrail } from "./open-search-trail";
import type { WriterPorts } from "./ports";
import { writeBatch } from "./write-batch";

const endpoint = env("AUDIT_ENDPOINT");

const ports: WriterPorts = {
  trail: new OpenSearchAuditTrail(lazy(() => new OpenSearch(endpoint))),
  deadLetters: new SqsDeadLetters(env("DEAD_LETTER_QUEUE_URL")),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  measure: (metric, value) => metrics.addMetric(metric, MetricUnit.Milliseconds, value),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

/** Writes what the audit queue brings to the audit trail. */
export const handler = observed((event: SQSEvent): Promise<SQSBatchResponse> => writeBatch(event.Records, ports));
