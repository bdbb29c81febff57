import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "aws-lambda";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { OpenSearch } from "../audit/open-search";
import type { SetupResult } from "./contract";
import { readRequest } from "./read-request";
import { setUp } from "./set-up";

const endpoint = env("AUDIT_ENDPOINT");
const openSearch = lazy(() => new OpenSearch(endpoint));

/** Makes the domain ready for the audit trail. A deployment calls it and fails where it does. */
export async function handler(event: unknown, context: Context): Promise<SetupResult> {
  logger.addContext(context);
  metrics.captureColdStartMetric(context.functionName);
  return setUp(readRequest(event), {
    openSearch: openSearch(),
    sleep,
    now: Date.now,
    log: (level, message, details) => logger[level](message, details),
  });
}
