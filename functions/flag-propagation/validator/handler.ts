import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { readWaves } from "../release/waves";
import { DynamoDBFlagReader } from "./dynamodb-flags";
import { DynamoDBVerdictStore } from "./dynamodb-verdicts";
import type { ValidatorPorts } from "./ports";
import { SnsChangeTopic } from "./sns-changes";
import { SnsRejectionTopic } from "./sns-rejections";
import { readBatch } from "./stream-record";
import { validateBatch } from "./validate-batch";

const dynamodb = lazy(() => new DynamoDBClient(clientOptions));
const sns = lazy(() => new SNSClient(clientOptions));

const ports: ValidatorPorts = {
  verdicts: new DynamoDBVerdictStore(dynamodb, env("FLAGS_TABLE")),
  flags: new DynamoDBFlagReader(dynamodb, env("FLAGS_TABLE")),
  changes: new SnsChangeTopic(sns, env("CHANGES_TOPIC_ARN")),
  rejections: new SnsRejectionTopic(sns, env("REJECTIONS_TOPIC_ARN"), env("ENVIRONMENT")),
  environment: env("ENVIRONMENT"),
  waves: readWaves(env("RELEASE_WAVES")),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

/** Decides the rules on every change in the flags table's stream, and publishes the changes that keep them. */
export const handler = observed(
  (event: unknown): Promise<DynamoDBBatchResponse> => validateBatch(readBatch(event), ports),
);
