import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { env } from "./env";

const serviceName = env("POWERTOOLS_SERVICE_NAME");
const environment = env("ENVIRONMENT");

export const logger = new Logger({ serviceName, persistentKeys: { environment } });

export const metrics = new Metrics({
  serviceName,
  namespace: env("POWERTOOLS_METRICS_NAMESPACE"),
  defaultDimensions: { environment },
});

/** Traces AWS calls through the clients; patching node:http as well would draw each of them twice. */
export const tracer = new Tracer({ serviceName, captureHTTPsRequests: false });

// An invocation without a trace is nothing to report: the SDK's own answer is a stack trace in the log for each AWS
// call.
tracer.provider.setContextMissingStrategy("IGNORE_ERROR");
