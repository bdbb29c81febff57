import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { logger } from "../../shared/logger";
import { redisConnection } from "../cache/redis-connection";
import { RedisFlagCacheReader } from "../cache/redis-flag-cache-reader";
import { serviceCount } from "../service-count";
import { serviceNames } from "../services";
import { ofrepApi } from "./api";

/** Evaluates flags behind API Gateway, for any OpenFeature SDK. */
export const handler = httpFunction(
  ofrepApi({
    reader: new RedisFlagCacheReader(redisConnection()),
    services: serviceNames(serviceCount(env("SERVICE_COUNT"))),
    now: Date.now,
    report: (error, service) => logger.error("flags not readable", { service, error: error as Error }),
  }),
);
