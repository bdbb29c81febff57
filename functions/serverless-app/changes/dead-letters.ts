import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { messageBody } from "../../shared/aws/message-body";
import type { Fault } from "../../shared/http/problem";
import type { StreamRecord } from "./stream-batch";

export interface DeadLetter {
  readonly reason: string;
  readonly faults: readonly Fault[];
  readonly record: StreamRecord;
}

/** Where records are kept that can never be processed. */
export interface DeadLetters {
  /** Resolves once the record is durable. */
  keep(letter: DeadLetter): Promise<void>;
}

/** What SQS takes, in bytes, less the room for attributes. */
const LARGEST_BODY = 255 * 1024;

export class SqsDeadLetters implements DeadLetters {
  constructor(
    private readonly sqs: SQSClient,
    private readonly queueUrl: string,
  ) {}

  async keep(letter: DeadLetter): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody: bodyOf(letter),
        MessageAttributes: { reason: { DataType: "String", StringValue: letter.reason } },
      }),
    );
  }
}

/** A table's record may be larger than a message; its keys then lead to it. */
function bodyOf(letter: DeadLetter): string {
  const body = messageBody(letter);
  if (Buffer.byteLength(body) <= LARGEST_BODY) return body;
  const { NewImage, OldImage, ...dynamodb } = letter.record.dynamodb;
  return messageBody({
    reason: letter.reason,
    faults: letter.faults.slice(0, 10),
    omitted: "The images are too large for a message. Read the record from the table by its Keys.",
    record: { ...letter.record, dynamodb },
  });
}
