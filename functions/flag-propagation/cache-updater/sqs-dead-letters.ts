import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../shared/aws/client-options";
import type { DeadLetters } from "./ports";

/** What SQS takes, in bytes, less the room for attributes. */
const LARGEST_BODY = 255 * 1024;
const LONGEST_REASON = 1_000;

/**
 * Keeps messages in a queue, each as it came, with the reason and the service as attributes: one that was mended, or
 * refused by mistake, can be sent to the service's queue as it is.
 */
export class SqsDeadLetters implements DeadLetters {
  private sqs: SQSClient | undefined;

  /** @param newClient is called when the first message is kept */
  constructor(
    private readonly queueUrl: string,
    private readonly newClient: () => SQSClient = () => new SQSClient(clientOptions),
  ) {}

  async keep({ reason, service, body }: Parameters<DeadLetters["keep"]>[0]): Promise<void> {
    this.sqs ??= this.newClient();
    const kept = cut(body);
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody: kept,
        MessageAttributes: {
          reason: { DataType: "String", StringValue: acceptable(reason.slice(0, LONGEST_REASON)) },
          service: { DataType: "String", StringValue: service },
          ...(kept !== body && { cut: { DataType: "String", StringValue: "The message was longer." } }),
        },
      }),
    );
  }
}

/** A message that fills SQS's limit leaves no room for the attributes; such a one is no change of a flag. */
function cut(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length <= LARGEST_BODY) return body;
  return new TextDecoder().decode(bytes.subarray(0, LARGEST_BODY), { stream: true });
}

/** SQS refuses characters that XML has no place for, and what is wrong with a message may quote them. */
function acceptable(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "?");
}
