import { Metrics } from "@aws-lambda-powertools/metrics";
import { env } from "./env";

export const metrics = new Metrics({
  serviceName: env("POWERTOOLS_SERVICE_NAME"),
  namespace: env("POWERTOOLS_METRICS_NAMESPACE"),
  defaultDimensions: { environment: env("ENVIRONMENT") },
});
