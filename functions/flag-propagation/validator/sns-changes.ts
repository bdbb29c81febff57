import { PublishBatchCommand, type PublishBatchRequestEntry, type SNSClient } from "@aws-sdk/client-sns";
import { LARGEST_PAYLOAD, messageBatches } from "../../shared/aws/message-batches";
import { messageBody } from "../../shared/aws/message-body";
import type { ChangeTopic, Publication } from "./ports";

interface Message {
  readonly index: number;
  readonly entry: PublishBatchRequestEntry;
  /** Bytes of the body and of the attributes' names, types and values. */
  readonly size: number;
}

/** The topic that every service's queue is subscribed to. */
export class SnsChangeTopic implements ChangeTopic {
  constructor(
    private readonly client: () => SNSClient,
    private readonly topicArn: string,
  ) {}

  async publish(publications: readonly Publication[]): Promise<readonly (Error | undefined)[]> {
    const outcomes: (Error | undefined)[] = publications.map(() => undefined);
    const messages = publications.map(messageOf).filter(({ index, size, entry }) => {
      if (size <= LARGEST_PAYLOAD) return true;
      outcomes[index] = new Error(
        `The message about '${publications[index]?.change.flag_id}' ${entry.Id} has ${size} bytes, SNS takes ${LARGEST_PAYLOAD}. ` +
          "Make the flag's targeting or variants smaller.",
      );
      return false;
    });
    await Promise.all(messageBatches(messages).map((batch) => this.publishBatch(batch, outcomes)));
    return outcomes;
  }

  private async publishBatch(batch: readonly Message[], outcomes: (Error | undefined)[]): Promise<void> {
    try {
      const { Successful = [], Failed = [] } = await this.client().send(
        new PublishBatchCommand({
          TopicArn: this.topicArn,
          PublishBatchRequestEntries: batch.map(({ entry }) => entry),
        }),
      );
      const durable = new Set(Successful.map(({ Id }) => Id));
      for (const { index, entry } of batch) {
        if (durable.has(entry.Id)) continue;
        const failure = Failed.find(({ Id }) => Id === entry.Id);
        outcomes[index] = new Error(
          failure === undefined
            ? "SNS did not say what became of the message."
            : `SNS refused the message: ${failure.Code} ${failure.Message ?? ""}`.trim(),
        );
      }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      for (const { index } of batch) outcomes[index] = error;
    }
  }
}

function messageOf({ change, share }: Publication, index: number): Message {
  const body = messageBody(change);
  // What a subscription can filter on.
  const attributes = {
    flag: { DataType: "String", StringValue: change.flag_id },
    version: { DataType: "Number", StringValue: String(change.version) },
    environment: { DataType: "String", StringValue: change.environment },
    share: { DataType: "Number", StringValue: String(share) },
  };
  const entry = { Id: String(index), Message: body, MessageAttributes: attributes };
  const texts = [body, ...Object.entries(attributes).flatMap(([name, value]) => [name, ...Object.values(value)])];
  return { index, entry, size: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) };
}
