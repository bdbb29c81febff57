import type { DynamoDBBatchResponse } from "aws-lambda";
import type { StreamRecord } from "../validator/stream-record";
import type { StreamProcessorPorts } from "./ports";
import { tellAudit } from "./tell-audit";
import { tellBus } from "./tell-bus";

/**
 * Tells the bus and the audit trail of what changed, side by side. A record is done once both have what it yields; one
 * that is not is reported, and Lambda delivers everything from the first of these on again. An event may so come twice,
 * an entry of the trail too: the index knows it by its id.
 */
export async function processBatch(
  records: readonly StreamRecord[],
  ports: StreamProcessorPorts,
): Promise<DynamoDBBatchResponse> {
  const failures = await Promise.all([tellBus(records, ports), tellAudit(records, ports)]);
  const failed = new Set(failures.flat());
  const again = records.map(({ dynamodb }) => dynamodb.SequenceNumber).filter((number) => failed.has(number));
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
