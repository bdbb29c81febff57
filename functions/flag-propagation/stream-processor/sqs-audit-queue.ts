import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { messageBatches } from "../../shared/aws/message-batches";
import type { AuditQueue } from "./ports";

interface Message {
  readonly index: number;
  readonly body: string;
  /** Bytes. */
  readonly size: number;
}

/** The queue that buffers the audit trail. */
export class SqsAuditQueue implements AuditQueue {
  constructor(
    private readonly client: () => SQSClient,
    private readonly queueUrl: string,
  ) {}

  async send(bodies: readonly string[]): Promise<readonly (Error | undefined)[]> {
    const outcomes: (Error | undefined)[] = bodies.map(() => undefined);
    const messages = bodies.map((body, index) => ({ index, body, size: Buffer.byteLength(body) }));
    await Promise.all(messageBatches(messages).map((batch) => this.sendBatch(batch, outcomes)));
    return outcomes;
  }

  private async sendBatch(batch: readonly Message[], outcomes: (Error | undefined)[]): Promise<void> {
    try {
      const { Successful = [], Failed = [] } = await this.client().send(
        new SendMessageBatchCommand({
          QueueUrl: this.queueUrl,
          Entries: batch.map(({ index, body }) => ({ Id: String(index), MessageBody: body })),
        }),
      );
      const durable = new Set(Successful.map(({ Id }) => Id));
      for (const { index } of batch) {
        const id = String(index);
        if (durable.has(id)) continue;
        const failure = Failed.find(({ Id }) => Id === id);
        outcomes[index] = new Error(
          failure === undefined
            ? "SQS did not say what became of the message."
            : `SQS refused the message: ${failure.Code} ${failure.Message ?? ""}`.trim(),
        );
      }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      for (const { index } of batch) outcomes[index] = error;
    }
  }
}
