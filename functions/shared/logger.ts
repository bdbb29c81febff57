import { Logger } from "@aws-lambda-powertools/logger";
import { env } from "./env";

export const logger = new Logger({
  serviceName: env("POWERTOOLS_SERVICE_NAME"),
  persistentKeys: { environment: env("ENVIRONMENT") },
});
