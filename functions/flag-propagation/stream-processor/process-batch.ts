import type { DynamoDBBatchResponse } from "aws-lambda";
import type { StreamRecord } from "../validator/stream-record";
import type { FlagEvent, StreamProcessorPorts } from "./ports";
import { readVerdict } from "./read-verdict";

interface Told {
  readonly sequenceNumber: string;
  readonly event: FlagEvent;
}

/**
 * Tells the bus of each verdict that is final. What the bus does not take is reported, and Lambda delivers everything
 * from the first of these on again; an event may so come twice. A record that cannot be read would not be readable the
 * next time either: it is skipped, and stays in the table.
 */
export async function processBatch(
  records: readonly StreamRecord[],
  ports: StreamProcessorPorts,
): Promise<DynamoDBBatchResponse> {
  const told = records.flatMap((record) => read(record, ports));
  if (told.length === 0) return { batchItemFailures: [] };
  const outcomes = await outcomesOf(told, ports);
  const failed = told.flatMap(({ sequenceNumber, event }, index) => {
    const error = outcomes[index];
    if (error === undefined) return [];
    const { flag_id, version } = event.detail;
    ports.log("error", "event not sent, to be delivered again", {
      flag_id,
      version,
      sequence_number: sequenceNumber,
      error,
    });
    return [{ itemIdentifier: sequenceNumber }];
  });
  if (failed.length < told.length) ports.count("FlagEventsSent", told.length - failed.length);
  return { batchItemFailures: failed };
}

function read(record: StreamRecord, { environment, count, log }: StreamProcessorPorts): readonly Told[] {
  const sequenceNumber = record.dynamodb.SequenceNumber;
  const reading = readVerdict(record, environment);
  if (reading.kind === "event") return [{ sequenceNumber, event: reading.event }];
  if (reading.kind === "unreadable") {
    count("VerdictsUnreadable", 1);
    log("warn", "verdict skipped, it cannot be read", {
      sequence_number: sequenceNumber,
      keys: record.dynamodb.Keys,
      fault: reading.fault,
    });
  } else log("debug", "verdict skipped, nothing came to its end", { sequence_number: sequenceNumber });
  return [];
}

async function outcomesOf(told: readonly Told[], { bus }: StreamProcessorPorts): Promise<readonly unknown[]> {
  try {
    const outcomes = await bus.put(told.map(({ event }) => event));
    if (outcomes.length !== told.length) {
      throw new Error(`Expected ${told.length} outcomes of the bus, got ${outcomes.length}.`);
    }
    return outcomes;
  } catch (error) {
    return told.map(() => error);
  }
}
