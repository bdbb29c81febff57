import type { StreamRecord } from "../validator/stream-record";
import { outcomesOf } from "./outcomes";
import type { FlagEvent, StreamProcessorPorts } from "./ports";
import { readVerdict } from "./read-verdict";

interface Told {
  readonly sequenceNumber: string;
  readonly event: FlagEvent;
}

/**
 * Tells the bus of each verdict that is final. A record that cannot be read would not be readable the next time either:
 * it is skipped, and stays in the table.
 *
 * @returns the places in the stream of what the bus did not take
 */
export async function tellBus(
  records: readonly StreamRecord[],
  ports: StreamProcessorPorts,
): Promise<readonly string[]> {
  const told = records.flatMap((record) => read(record, ports));
  if (told.length === 0) return [];
  const outcomes = await outcomesOf(told.length, () => ports.bus.put(told.map(({ event }) => event)));
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
    return [sequenceNumber];
  });
  if (failed.length < told.length) ports.count("FlagEventsSent", told.length - failed.length);
  return failed;
}

function read(record: StreamRecord, { environment, count, log }: StreamProcessorPorts): readonly Told[] {
  const sequenceNumber = record.dynamodb.SequenceNumber;
  const reading = readVerdict(record, environment);
  if (reading.kind === "event") return [{ sequenceNumber, event: reading.event }];
  if (reading.kind === "unreadable") {
    count("VerdictsUnreadable", 1);
    log("warn", "verdict not told, it cannot be read", {
      sequence_number: sequenceNumber,
      keys: record.dynamodb.Keys,
      fault: reading.fault,
    });
  } else log("debug", "record not told, no verdict came to its end", { sequence_number: sequenceNumber });
  return [];
}
