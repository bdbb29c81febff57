import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context, DynamoDBBatchResponse } from "aws-lambda";
import { sns } from "../../shared/aws/sns";
import { sqs } from "../../shared/aws/sqs";
import { processInOrder } from "../../shared/batch";
import { env } from "../../shared/env";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { traced } from "../../shared/tracing";
import { consume, type Dependencies } from "./consumer";
import { SqsDeadLetters } from "./dead-letters";
import { readBatch, type StreamRecord } from "./stream-batch";
import { SnsChangeTopic } from "./topic";

const dependencies: Dependencies = {
  topic: new SnsChangeTopic(sns, env("CHANGES_TOPIC_ARN"), env("ENVIRONMENT")),
  deadLetters: new SqsDeadLetters(sqs, env("DEAD_LETTER_QUEUE_URL")),
  count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

/** Tells subscribers about every new version in the items table's stream. */
export const handler = observed((event: unknown, context: Context): Promise<DynamoDBBatchResponse> => {
  const records = readBatch(event);
  return traced(`## ${context.functionName}`, { records: records.length }, () =>
    processInOrder(records, {
      identify: sequenceNumber,
      process: (record) => consume(record, dependencies),
      onFailure: (record, error) =>
        logger.error("change failed, to be delivered again", {
          sequence_number: sequenceNumber(record),
          error: error as Error,
        }),
    }),
  );
});

function sequenceNumber(record: StreamRecord): string {
  return record.dynamodb.SequenceNumber;
}
