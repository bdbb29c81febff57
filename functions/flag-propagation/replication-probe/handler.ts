import { setTimeout as wait } from "node:timers/promises";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { regionOf } from "../../shared/aws/region-of";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { DynamoDBHeartbeat } from "./dynamodb-heartbeat";
import { probe } from "./probe";

/** A look that hangs must not hide the ones after it. */
const clientOptions = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true }, // ms
} as const;

const replicaTable = env("REPLICA_TABLE_ARN");
const replicaRegion = regionOf(replicaTable);
const home = new DynamoDBHeartbeat(
  lazy(() => new DynamoDBClient(clientOptions)),
  env("FLAGS_TABLE"),
);
const replica = new DynamoDBHeartbeat(
  lazy(() => new DynamoDBClient({ ...clientOptions, region: replicaRegion })),
  replicaTable,
);

/** Measures how long a write takes to the other Region. */
export const handler = observed(
  (_event: unknown): Promise<void> =>
    probe({
      home,
      replica,
      lag: (ms) => metrics.addMetric("ReplicationLag", MetricUnit.Milliseconds, ms),
      count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
      log: (level, message, details) => logger[level](message, details),
      now: Date.now,
      wait,
    }),
);
