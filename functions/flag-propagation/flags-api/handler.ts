import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { tracer } from "../../shared/tracer";
import { redisConnection } from "../cache/redis-connection";
import { RedisFlagCacheReader } from "../cache/redis-flag-cache-reader";
import { serviceNames } from "../services";
import { flagsApi } from "./api";
import { DynamoDBFlagStore } from "./dynamodb-store";
import { serviceCount } from "./service-count";

const dynamodb = lazy(() => tracer.captureAWSv3Client(new DynamoDBClient(clientOptions)));

/** Answers the flags API behind API Gateway. */
export const handler = httpFunction(
  flagsApi({
    store: new DynamoDBFlagStore(dynamodb, env("FLAGS_TABLE"), {
      now: Date.now,
      warn: (message, details) => logger.warn(message, details),
    }),
    // Connects when the propagation of a flag is first asked for, so that all else works without Redis.
    caches: new RedisFlagCacheReader(redisConnection()),
    services: serviceNames(serviceCount(env("SERVICE_COUNT"))),
    environment: env("ENVIRONMENT"),
    count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
    now: Date.now,
  }),
);
