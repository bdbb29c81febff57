const TRANSIENT_NAMES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestTimeout",
  "RequestTimeoutException",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

const TRANSIENT_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "EPIPE", "ETIMEDOUT"]);

/** Why DynamoDB cancelled a transaction, where the same transaction may well succeed later. */
const TRANSIENT_CANCELLATIONS = new Set(["ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"]);

interface AwsError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/**
 * Whether the same call may succeed later: throttling, a conflict, a timeout, a fault on AWS's side or on the
 * network.
 */
export function isTransient(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, code, cause, $metadata, CancellationReasons } = error as AwsError;
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    TRANSIENT_NAMES.has(String(name)) ||
    TRANSIENT_CODES.has(String(code)) ||
    status === 429 ||
    status >= 500 ||
    (CancellationReasons ?? []).some((reason) => TRANSIENT_CANCELLATIONS.has(reason.Code ?? "")) ||
    isTransient(cause)
  );
}
