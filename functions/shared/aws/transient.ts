const TRANSIENT_NAMES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/** Why nothing answers: of a connection that cannot be made, or that broke. */
const UNREACHABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Why DynamoDB cancelled a transaction, where the same transaction may well succeed later. */
const TRANSIENT_CANCELLATIONS = new Set(["ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"]);

const TIMEOUT_NAMES = new Set(["RequestTimeout", "RequestTimeoutException", "TimeoutError"]);

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
  const { name, cause, $metadata, CancellationReasons } = error as AwsError;
  return (
    isUnavailable(error) ||
    TRANSIENT_NAMES.has(String(name)) ||
    $metadata?.httpStatusCode === 429 ||
    (CancellationReasons ?? []).some((reason) => TRANSIENT_CANCELLATIONS.has(reason.Code ?? "")) ||
    isTransient(cause)
  );
}

/** Whether a service did not answer, or only with a fault of its own: the same in another Region may. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, code, cause, $metadata } = error as AwsError;
  return (
    TIMEOUT_NAMES.has(String(name)) ||
    UNREACHABLE_CODES.has(String(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    isUnavailable(cause)
  );
}
