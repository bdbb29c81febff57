import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { UserError } from "../../modules/errors";
import { credentialsOf, endpointOf, regionOf } from "./aws-access";

/** A person waits, and a thousand queues are asked at once: longer and more often than a function would try. */
const PATIENCE = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true }, // ms
};

/** @throws UsageError where the environment does not say as whom and where to call. */
export function sqsClient(environment: NodeJS.ProcessEnv): SQSClient {
  return new SQSClient({ ...PATIENCE, ...accessOf(environment) });
}

/** @throws UsageError likewise */
export function dynamodbClient(environment: NodeJS.ProcessEnv): DynamoDBClient {
  return new DynamoDBClient({ ...PATIENCE, ...accessOf(environment) });
}

function accessOf(environment: NodeJS.ProcessEnv) {
  const endpoint = endpointOf(environment);
  return {
    region: regionOf(environment),
    credentials: credentialsOf(environment),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** What AWS refused, or why it could not be reached, as an error to be read; any other error as it is. */
export function readable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { code, $metadata } = error as Error & { readonly code?: string; readonly $metadata?: object };
  if ($metadata === undefined && code === undefined) return error;
  return new UserError(`AWS: ${nameAndMessage(error)}`);
}

/** Such as `AccessDenied: User … is not authorized`. */
export function nameAndMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UserError) return error.message;
  const { code, name, message } = error as Error & { readonly code?: string };
  const title = name === "Error" ? code : name;
  return title === undefined ? message : `${title}: ${message}`;
}
