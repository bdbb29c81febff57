import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../shared/aws/client-options";

/** What SQS takes, in bytes, less the room for attributes. */
const LARGEST_BODY = 255 * 1024;
const LONGEST_REASON = 1_000;

/** A message that can never be processed, as it came. */
interface DeadLetter {
  readonly reason: string;
  readonly body: string;
  /** Where it came from, by which it can be sent back, such as `service`. */
  readonly [origin: string]: string;
}

/**
 * Keeps messages in a queue, each as it came, with the reason and its origin as attributes: one that was mended, or
 * refused by mistake, can be sent back as it is.
 */
export class SqsDeadLetters {
  private sqs: SQSClient | undefined;

  /** @param newClient is called when the first message is kept */
  constructor(
    private readonly queueUrl: string,
    private readonly newClient: () => SQSClient = () => new SQSClient(clientOptions),
  ) {}

  /** Resolves once the message is durable in the queue. */
  async keep({ reason, body, ...origin }: DeadLetter): Promise<void> {
    this.sqs ??= this.newClient();
    const kept = cut(body);
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody: kept,
        MessageAttributes: {
          reason: { DataType: "String", StringValue: acceptable(reason.slice(0, LONGEST_REASON)) },
          ...Object.fromEntries(
            Object.entries(origin).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
          ),
          ...(kept !== body && { cut: { DataType: "String", StringValue: "The message was longer." } }),
        },
      }),
    );
  }
}

/** A message that fills SQS's limit leaves no room for the attributes; such a one is none of ours. */
function cut(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length <= LARGEST_BODY) return body;
  return new TextDecoder().decode(bytes.subarray(0, LARGEST_BODY), { stream: true });
}

/** SQS refuses characters that XML has no place for, and what is wrong with a message may quote them. */
function acceptable(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "?");
}
