import type { DynamoDBRecord } from "aws-lambda";

/** A record of the stream that can be reported as failed, which takes its sequence number. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };

/** @throws Error when the event is no batch of a DynamoDB stream, so that the invocation fails and is kept. */
export function readBatch(event: unknown): readonly StreamRecord[] {
  const records = member(event, "Records");
  if (!Array.isArray(records)) throw notABatch("Records is no list");
  for (const [index, record] of records.entries()) {
    const sequenceNumber = member(member(record, "dynamodb"), "SequenceNumber");
    if (typeof member(record, "eventName") !== "string") throw notABatch(`Records[${index}].eventName is no text`);
    if (typeof sequenceNumber !== "string" || sequenceNumber === "") {
      throw notABatch(`Records[${index}].dynamodb.SequenceNumber is no text`);
    }
  }
  return records;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function notABatch(fault: string): Error {
  return new Error(
    "Expected a batch of DynamoDB stream records, each with eventName and dynamodb.SequenceNumber, " +
      `was given an event where ${fault}. Invoke this function through its event source mapping.`,
  );
}
