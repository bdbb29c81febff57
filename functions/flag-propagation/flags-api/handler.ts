import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "../../shared/aws/client-options";
import { regionOf } from "../../shared/aws/region-of";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { tracer } from "../../shared/tracer";
import { flagsApi } from "./api";
import { DynamoDBFlagReads } from "./dynamodb-reads";
import { DynamoDBFlagStore } from "./dynamodb-store";
import { FallbackReads } from "./fallback-reads";

/** A read that falls back has its answer within the sum of both, in milliseconds. */
const HOME_BUDGET = 800;
const REPLICA_BUDGET = 1_500;
/** So long after a failure reads go to the replica at once, in milliseconds. */
const HOME_REST = 5_000;

const table = env("FLAGS_TABLE");
const replicaTable = env("REPLICA_TABLE_ARN");
const replicaRegion = regionOf(replicaTable);

const home = lazy(() => tracer.captureAWSv3Client(new DynamoDBClient(clientOptions)));
const replica = lazy(() => tracer.captureAWSv3Client(new DynamoDBClient({ ...clientOptions, region: replicaRegion })));
const count = (metric: string) => metrics.addMetric(metric, MetricUnit.Count, 1);

/** Answers the flags API behind API Gateway. */
export const handler = httpFunction(
  flagsApi({
    store: new DynamoDBFlagStore(home, table),
    reads: new FallbackReads({
      home: {
        region: env("AWS_REGION"),
        budgetMs: HOME_BUDGET,
        table: (signal) => new DynamoDBFlagReads(home, table, { consistent: true, signal }),
      },
      replica: {
        region: replicaRegion,
        budgetMs: REPLICA_BUDGET,
        table: (signal) => new DynamoDBFlagReads(replica, replicaTable, { consistent: false, signal }),
      },
      restMs: HOME_REST,
      now: Date.now,
      count,
      warn: (message, details) => logger.warn(message, details),
    }),
    environment: env("ENVIRONMENT"),
    count,
    now: Date.now,
  }),
);
