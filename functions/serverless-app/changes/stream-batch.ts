import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod";

/** A record of the stream that can be reported as failed, which takes its sequence number. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };

const streamBatch = z.object({
  Records: z.array(
    z.looseObject({ eventName: z.string(), dynamodb: z.looseObject({ SequenceNumber: z.string().min(1) }) }),
  ),
});

/** @throws Error when the event is no batch of a DynamoDB stream, so that the invocation fails and is kept. */
export function readBatch(event: unknown): readonly StreamRecord[] {
  const parsed = streamBatch.safeParse(event);
  if (!parsed.success) {
    const [fault] = parsed.error.issues;
    throw new Error(
      "Expected a batch of DynamoDB stream records, each with eventName and dynamodb.SequenceNumber. " +
        `Invoke this function through its event source mapping. At '${fault?.path.join(".")}': ${fault?.message}.`,
    );
  }
  return parsed.data.Records as unknown as StreamRecord[];
}
