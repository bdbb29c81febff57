import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Deployment } from "./deployment";
import { eventually } from "./eventually";

export interface DeadLetter {
  readonly body: string;
  readonly reason: string | undefined;
}

/** Waits until a message that fits lies in a dead-letter queue, and takes it out. */
export function deadLetter(
  { client }: Deployment,
  queueUrl: string,
  what: string,
  fits: (letter: DeadLetter) => boolean,
  budgetMs: number,
): Promise<DeadLetter> {
  const sqs = new SQSClient(client);
  return eventually(what, budgetMs, async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        VisibilityTimeout: 5,
        WaitTimeSeconds: 1,
      }),
    );
    for (const { Body = "", MessageAttributes, ReceiptHandle } of Messages) {
      const letter = { body: Body, reason: MessageAttributes?.reason?.StringValue };
      if (!fits(letter)) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      return letter;
    }
    return undefined;
  });
}
