import { setTimeout as sleep } from "node:timers/promises";
import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** What SQS takes in one call: messages, and bytes of all of them. */
const LARGEST_BATCH = 10;
const LARGEST_PAYLOAD = 256 * 1024;

/** Waits before another try for what SQS did not take, in milliseconds. */
const DELAYS = [100, 400, 1_000];

export type Message = Omit<SendMessageBatchRequestEntry, "Id"> & { readonly MessageBody: string };

/** Messages in their order, as few batches as SQS's limits allow. */
export function batchesOf<Of extends Message>(messages: readonly Of[]): readonly (readonly Of[])[] {
  const batches: Of[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    const last = batches.at(-1);
    if (last === undefined || last.length === LARGEST_BATCH || size > room) {
      batches.push([message]);
      room = LARGEST_PAYLOAD - size;
    } else {
      last.push(message);
      room -= size;
    }
  }
  return batches;
}

/**
 * Sends one batch, and again what was not taken.
 *
 * @returns for each message, in order, why it was not taken in the end; undefined for one that is durable
 * @throws what SQS answers to the whole
 */
export async function sendBatch(
  sqs: SQSClient,
  queue: string,
  batch: readonly Message[],
): Promise<readonly (string | undefined)[]> {
  return repeated(batch, async (entries) => {
    const { Successful = [], Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queue, Entries: [...entries] }),
    );
    return { done: Successful, failed: Failed };
  });
}

/**
 * Makes a batch call of SQS, and again for the entries that it failed for.
 *
 * @returns for each entry, in order, why it failed in the end; undefined for one that is done
 */
export async function repeated<Entry extends object>(
  batch: readonly Entry[],
  call: (entries: readonly (Entry & { Id: string })[]) => Promise<{
    readonly done: readonly { readonly Id: string | undefined }[];
    readonly failed: readonly BatchResultErrorEntry[];
  }>,
): Promise<readonly (string | undefined)[]> {
  let left = batch.map((entry, index) => ({ ...entry, Id: String(index) }));
  const reasons = new Map<string, string>();
  for (let attempt = 0; ; attempt++) {
    const { done, failed } = await call(left);
    const ended = new Set(done.map(({ Id }) => Id));
    left = left.filter(({ Id }) => !ended.has(Id));
    for (const { Id } of left) {
      const { Code, Message } = failed.find((entry) => entry.Id === Id) ?? {};
      reasons.set(Id, Code === undefined ? "SQS did not say what became of it" : `${Code} ${Message ?? ""}`.trim());
    }
    const delay = DELAYS[attempt];
    if (left.length === 0 || delay === undefined) break;
    await sleep(delay);
  }
  const failing = new Set(left.map(({ Id }) => Id));
  return batch.map((_, index) => (failing.has(String(index)) ? reasons.get(String(index)) : undefined));
}

/** Bytes of the body and of the attributes' names, types and values. */
function sizeOf({ MessageBody, MessageAttributes = {} }: Message): number {
  const attributes = Object.entries(MessageAttributes).reduce(
    (bytes, [name, { DataType, StringValue, BinaryValue }]) => {
      const texts = [name, DataType ?? "", StringValue ?? ""];
      return bytes + (BinaryValue?.length ?? 0) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    },
    0,
  );
  return Buffer.byteLength(MessageBody) + attributes;
}
