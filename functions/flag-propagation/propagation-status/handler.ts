import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { tracer } from "../../shared/tracer";
import { redisConnection } from "../cache/redis-connection";
import { RedisFlagCacheReader } from "../cache/redis-flag-cache-reader";
import { readWaves } from "../release/waves";
import { serviceCount } from "../service-count";
import { serviceNames } from "../services";
import { propagationStatusApi } from "./api";
import { DynamoDBPropagationStore } from "./dynamodb-store";

const dynamodb = lazy(() => tracer.captureAWSv3Client(new DynamoDBClient(clientOptions)));

/** Tells behind API Gateway how far a flag has come. */
export const handler = httpFunction(
  propagationStatusApi({
    store: new DynamoDBPropagationStore(dynamodb, env("FLAGS_TABLE"), {
      now: Date.now,
      warn: (message, details) => logger.warn(message, details),
    }),
    caches: new RedisFlagCacheReader(redisConnection()),
    services: serviceNames(serviceCount(env("SERVICE_COUNT"))),
    waves: readWaves(env("RELEASE_WAVES")),
  }),
);
