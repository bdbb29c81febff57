import { Tracer } from "@aws-lambda-powertools/tracer";
import { env } from "./env";

/** Traces AWS calls through the clients; patching node:http as well would draw each of them twice. */
export const tracer = new Tracer({ serviceName: env("POWERTOOLS_SERVICE_NAME"), captureHTTPsRequests: false });

// An invocation without a trace is nothing to report: the SDK's own answer is a stack trace in the log for each AWS
// call.
tracer.provider.setContextMissingStrategy("IGNORE_ERROR");
