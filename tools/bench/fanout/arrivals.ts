import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { eachAtOnce } from "../../each-at-once";

/** As many as one call of SQS takes out of a queue. */
export const MOST_MESSAGES = 10;

/** How long all queues together may take to give out what they got. */
const DEADLINE_MS = 120_000;

/**
 * Takes the messages out of all queues. When the last queue had each is told by SQS itself: SentTimestamp is when a queue
 * took a message. So nothing polls while the clock runs, and it is the same for every fan-out. It has whole milliseconds,
 * of all alike half a one too few on average.
 *
 * @param bodies of the messages that each queue was sent, at most MOST_MESSAGES, no two the same
 * @returns when the last queue had each, milliseconds since 1970
 * @throws Error where a queue does not get them all, or gets something else
 */
export async function lastArrivals(
  sqs: SQSClient,
  queueUrls: readonly string[],
  bodies: readonly string[],
): Promise<readonly number[]> {
  const deadline = Date.now() + DEADLINE_MS;
  const times = await eachAtOnce(queueUrls, (queueUrl) => arrivals(sqs, queueUrl, bodies, deadline));
  return bodies.map((_, index) => Math.max(...times.map((ofQueue) => ofQueue[index] ?? Number.NaN)));
}

async function arrivals(sqs: SQSClient, QueueUrl: string, bodies: readonly string[], deadline: number) {
  const times: number[] = [];
  for (let left = bodies.length; left > 0; ) {
    if (Date.now() > deadline) throw new Error(`${QueueUrl} lacks ${left} of ${bodies.length} messages.`);
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: MOST_MESSAGES,
        MessageSystemAttributeNames: ["SentTimestamp"],
        WaitTimeSeconds: 1,
      }),
    );
    if (messages.length === 0) continue;
    for (const { Body = "", Attributes } of messages) {
      const index = bodies.indexOf(Body);
      if (index < 0 || times[index] !== undefined) throw new Error(`${QueueUrl} has what it was not sent: ${Body}`);
      times[index] = Number(Attributes?.SentTimestamp);
    }
    await remove(sqs, QueueUrl, messages);
    left -= messages.length;
  }
  return times;
}

async function remove(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`${QueueUrl} keeps messages that were deleted: ${JSON.stringify(Failed)}`);
}
