import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { lazy } from "../../shared/lazy";
import { metrics } from "../../shared/metrics";
import { tracer } from "../../shared/tracer";
import { flagsApi } from "./api";
import { DynamoDBFlagStore } from "./dynamodb-store";

const dynamodb = lazy(() => tracer.captureAWSv3Client(new DynamoDBClient(clientOptions)));

/** Answers the flags API behind API Gateway. */
export const handler = httpFunction(
  flagsApi({
    store: new DynamoDBFlagStore(dynamodb, env("FLAGS_TABLE")),
    environment: env("ENVIRONMENT"),
    count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
    now: Date.now,
  }),
);
