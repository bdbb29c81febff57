import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import type { RollbackResult } from "./contract";
import { DynamoDBRollbackStore } from "./dynamodb-store";
import { readRequest } from "./read-request";
import { rollBack } from "./roll-back";

/** A rollback has 8 seconds: what does not answer is asked again early. */
const dynamodb = lazy(
  () =>
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true }, // ms
    }),
);

const store = new DynamoDBRollbackStore(dynamodb, env("FLAGS_TABLE"));
const environment = env("ENVIRONMENT");

/** Writes the content of the last version known to be good as a new one, where services disagree about the current. */
export const handler = observed(
  (event: unknown, context: Context): Promise<RollbackResult> =>
    rollBack(readRequest(event), {
      store,
      environment,
      principal: context.invokedFunctionArn,
      correlationId: context.awsRequestId,
      count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
      log: (level, message, details) => logger[level](message, details),
      now: Date.now,
    }),
);
