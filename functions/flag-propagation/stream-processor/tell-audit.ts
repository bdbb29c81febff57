import { auditEntries } from "../audit/audit-entries";
import { packMessages } from "../audit/pack-messages";
import type { StreamRecord } from "../validator/stream-record";
import { outcomesOf } from "./outcomes";
import type { StreamProcessorPorts } from "./ports";

/**
 * Puts what the audit trail says of the records into its queue.
 *
 * @returns the places in the stream of those whose entries the queue did not take, all or some
 */
export async function tellAudit(
  records: readonly StreamRecord[],
  { audit, environment, count, log }: StreamProcessorPorts,
): Promise<readonly string[]> {
  const told = records.flatMap((record) =>
    auditEntries(record, environment).map((entry) => ({ sequenceNumber: record.dynamodb.SequenceNumber, entry })),
  );
  if (told.length === 0) return [];
  const messages = packMessages(told.map(({ entry }) => entry));
  const outcomes = await outcomesOf(messages.length, () => audit.send(messages.map(({ body }) => body)));
  const failed: string[] = [];
  let sent = 0;
  let next = 0;
  for (const [index, message] of messages.entries()) {
    const inMessage = told.slice(next, next + message.count);
    next += message.count;
    const error = outcomes[index];
    if (error === undefined) {
      sent += message.count;
      continue;
    }
    const sequenceNumbers = [...new Set(inMessage.map(({ sequenceNumber }) => sequenceNumber))];
    failed.push(...sequenceNumbers);
    log("error", "audit entries not sent, to be delivered again", {
      entries: message.count,
      sequence_numbers: sequenceNumbers,
      error,
    });
  }
  if (sent > 0) count("AuditEntriesSent", sent);
  return failed;
}
