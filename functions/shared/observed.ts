import type { Context } from "aws-lambda";
import { logger } from "./logger";
import { metrics } from "./metrics";

/**
 * A Lambda handler whose log lines name the invocation, and whose metrics are written when it has ended, however it
 * ends.
 */
export function observed<Event, Result>(handle: (event: Event, context: Context) => Promise<Result>) {
  return async (event: Event, context: Context): Promise<Result> => {
    logger.addContext(context);
    metrics.captureColdStartMetric(context.functionName);
    try {
      return await handle(event, context);
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };
}
