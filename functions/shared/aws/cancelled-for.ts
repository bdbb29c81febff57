import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";

/** Whether DynamoDB cancelled a transaction for a reason, such as `ConditionalCheckFailed`. */
export function cancelledFor(error: unknown, code: string): boolean {
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some((reason) => reason.Code === code)
  );
}
