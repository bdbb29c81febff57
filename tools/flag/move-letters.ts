import {
  DeleteMessageBatchCommand,
  type Message as Letter,
  type MessageSystemAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { UserError } from "../../modules/errors";
import { batchesOf, type Message, repeated, sendBatch } from "./send-messages";
import type { ServiceQueues } from "./service-queues";

/** Asks all of SQS's servers, not a few of them: nothing then means that nothing is left. */
const WAIT_SECONDS = 1;

/** Letters that are under way stay out of others' sight for so long; those of a run that was ended come back then. */
export const UNDER_WAY_SECONDS = 60;

/** One more receiver for so many letters, up to the most. */
const LETTERS_A_RECEIVER = 200;
const MOST_RECEIVERS = 8;

type Sendable = Message & { readonly receipt: string };

/**
 * Sends a service's dead letters back to its queue, each as it was, and deletes each once it is durable there. A run that
 * is ended midway leaves letters in one queue or in both, never in none: versions make a second delivery harmless.
 *
 * @param expected about how many letters there are
 * @param moved is told as they are sent
 * @throws Error when SQS takes one not, or lets it not be deleted; the rest stays
 */
export async function moveLetters(
  sqs: SQSClient,
  queues: ServiceQueues,
  expected: number,
  moved: (letters: number) => void,
): Promise<void> {
  const receivers = Math.max(1, Math.min(MOST_RECEIVERS, Math.ceil(expected / LETTERS_A_RECEIVER)));
  let isFailed = false;
  const receiver = async () => {
    for (;;) {
      const letters = await receive(sqs, queues);
      if (letters.length === 0 || isFailed) return;
      for (const batch of batchesOf(letters)) await moveBatch(sqs, queues, batch, moved);
    }
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: receivers }, () =>
      receiver().catch((error: unknown) => {
        isFailed = true;
        throw error;
      }),
    ),
  );
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

async function receive(sqs: SQSClient, { deadLetters }: ServiceQueues): Promise<readonly Sendable[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: deadLetters,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: WAIT_SECONDS,
      VisibilityTimeout: UNDER_WAY_SECONDS,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["AWSTraceHeader" satisfies MessageSystemAttributeName],
    }),
  );
  return Messages.map(sendable);
}

function sendable({ Body = "", MessageAttributes, Attributes, ReceiptHandle = "" }: Letter): Sendable {
  const trace = Attributes?.AWSTraceHeader;
  return {
    MessageBody: Body,
    ...(MessageAttributes && { MessageAttributes }),
    ...(trace && { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } } }),
    receipt: ReceiptHandle,
  };
}

async function moveBatch(
  sqs: SQSClient,
  { queue, deadLetters }: ServiceQueues,
  batch: readonly Sendable[],
  moved: (letters: number) => void,
): Promise<void> {
  const refusals = await sendBatch(
    sqs,
    queue,
    batch.map(({ receipt: _, ...message }) => message),
  );
  const sent = batch.filter((_, index) => refusals[index] === undefined);
  moved(sent.length);
  const left = sent.length === 0 ? [] : await deleteBatch(sqs, deadLetters, sent);
  const refusal = refusals.find((reason) => reason !== undefined);
  if (refusal !== undefined) throw new UserError(`SQS did not take a letter back: ${refusal}`);
  const kept = left.find((reason) => reason !== undefined);
  if (kept === undefined) return;
  throw new UserError(`Sent back, but not deleted, and so sent again next time, which does no harm: ${kept}`);
}

function deleteBatch(
  sqs: SQSClient,
  queue: string,
  sent: readonly Sendable[],
): Promise<readonly (string | undefined)[]> {
  const entries = sent.map(({ receipt }) => ({ ReceiptHandle: receipt }));
  return repeated(entries, async (left) => {
    const { Successful = [], Failed = [] } = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: queue, Entries: [...left] }),
    );
    return { done: Successful, failed: Failed };
  });
}
