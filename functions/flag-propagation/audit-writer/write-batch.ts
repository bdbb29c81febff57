import type { SQSBatchResponse } from "aws-lambda";
import type { AuditEntry } from "../audit/entry";
import { readAuditMessage } from "../audit/read-audit-message";
import type { Addition, WriterPorts } from "./ports";

/** What is needed of a message in the audit queue. */
export interface QueueRecord {
  readonly messageId: string;
  /** An AuditMessage as JSON. */
  readonly body: string;
}

/**
 * Adds the entries of all messages of a batch to the audit trail. A message is acknowledged once all that it says is
 * there, or once it is kept as a dead letter, since it can never be there.
 *
 * @returns the messages that have to be delivered again. Never throws.
 */
export async function writeBatch(records: readonly QueueRecord[], ports: WriterPorts): Promise<SQSBatchResponse> {
  const messages: { record: QueueRecord; entries: readonly AuditEntry[] }[] = [];
  const rejections: Promise<readonly string[]>[] = [];
  for (const record of records) {
    const reading = readAuditMessage(record.body);
    if (reading.kind === "entries") messages.push({ record, entries: reading.entries });
    else rejections.push(reject(record, reading.fault, ports));
  }
  const additions = await add(
    messages.flatMap(({ entries }) => entries),
    ports,
  );
  const again: string[] = [];
  for (const { record, entries } of messages) {
    const outcome = outcomeOf(entries, additions);
    // A message that is to come again is not given up for another of its entries yet.
    if (outcome.again !== undefined) {
      again.push(record.messageId);
      ports.log("error", "audit entries not written, to be delivered again", {
        message_id: record.messageId,
        entries: entries.length,
        error: outcome.again,
      });
    } else if (outcome.refused !== undefined) {
      rejections.push(reject(record, outcome.refused, ports));
    }
  }
  const rejected = await Promise.all(rejections);
  return { batchItemFailures: [...again, ...rejected.flat()].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** @returns what became of each entry */
async function add(entries: readonly AuditEntry[], ports: WriterPorts): Promise<ReadonlyMap<AuditEntry, Addition>> {
  if (entries.length === 0) return new Map();
  const started = ports.now();
  const additions = await ports.trail.add(entries);
  const now = ports.now();
  const written = entries.filter((_, index) => additions[index] === "written");
  const repeated = additions.filter((addition) => addition === "repeated").length;
  if (written.length > 0) {
    ports.count("AuditEntriesWritten", written.length);
    const newest = Math.max(...written.map((entry) => Date.parse(entry["@timestamp"])));
    ports.measure("AuditEntryAge", Math.max(0, now - newest));
  }
  if (repeated > 0) ports.count("AuditEntriesRepeated", repeated);
  ports.measure("AuditBulkDuration", now - started);
  ports.log("info", "audit entries written", { written: written.length, repeated, duration_ms: now - started });
  return new Map(entries.map((entry, index) => [entry, additions[index] ?? { again: "nothing is known of it" }]));
}

/** The first reason of each kind that stands in the way of a message. */
function outcomeOf(entries: readonly AuditEntry[], additions: ReadonlyMap<AuditEntry, Addition>) {
  let again: string | undefined;
  let refused: string | undefined;
  for (const entry of entries) {
    const addition = additions.get(entry);
    if (typeof addition !== "object") continue;
    if ("again" in addition) again ??= addition.again;
    else refused ??= `refused: entry ${entry.entry_id}: ${addition.refused}`;
  }
  return { again, refused };
}

/** Keeps what can never be written. @returns the message's id where it could not be kept */
async function reject(
  { messageId, body }: QueueRecord,
  reason: string,
  { deadLetters, count, log }: WriterPorts,
): Promise<readonly string[]> {
  try {
    await deadLetters.keep({ reason, queue: "audit", body });
  } catch (error) {
    log("error", "audit message neither written nor kept, to be delivered again", {
      message_id: messageId,
      rejected_for: reason,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
    return [messageId];
  }
  count("MessagesRejected", 1);
  log("warn", "audit message rejected", { message_id: messageId, reason });
  return [];
}
