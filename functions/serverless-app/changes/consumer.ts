import { changeEvent } from "./change-event";
import type { DeadLetters } from "./dead-letters";
import { readRecord } from "./reading";
import type { StreamRecord } from "./stream-batch";
import type { ChangeTopic } from "./topic";

export interface Dependencies {
  readonly topic: ChangeTopic;
  readonly deadLetters: DeadLetters;
  readonly count: (metric: "ChangesPublished" | "ChangesRejected") => void;
  readonly log: (level: "debug" | "info" | "warn", message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Takes one record to its end: told to the topic, kept as a dead letter, or of no interest. Resolves only when that
 * is durable; throws when it should be delivered again.
 */
export async function consume(record: StreamRecord, dependencies: Dependencies): Promise<void> {
  const { topic, deadLetters, count, log, now } = dependencies;
  const reading = readRecord(record);
  const sequence_number = record.dynamodb.SequenceNumber;
  switch (reading.kind) {
    case "skipped":
      log("debug", "change skipped", { reason: reading.reason, sequence_number });
      return;
    case "rejected":
      await deadLetters.keep({ reason: reading.reason, faults: reading.faults, record });
      count("ChangesRejected");
      log("warn", "change rejected", { reason: reading.reason, faults: reading.faults, sequence_number });
      return;
    case "change": {
      const { id, version, updated_at } = reading.version;
      await topic.publish(changeEvent(reading.version));
      count("ChangesPublished");
      log("info", "change published", { id, version, stream_age_ms: Math.max(0, now() - updated_at) });
    }
  }
}
