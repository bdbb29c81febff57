/** What SNS and SQS take in one call: messages, and bytes of all of them with their attributes. */
const LARGEST_BATCH = 10;
export const LARGEST_PAYLOAD = 256 * 1024;

/** Messages in their order, as few batches as both limits allow without changing it. */
export function messageBatches<Message extends { /** Bytes. */ readonly size: number }>(
  messages: readonly Message[],
): readonly (readonly Message[])[] {
  const batches: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const last = batches.at(-1);
    if (last === undefined || last.length === LARGEST_BATCH || message.size > room) {
      batches.push([message]);
      room = LARGEST_PAYLOAD - message.size;
    } else {
      last.push(message);
      room -= message.size;
    }
  }
  return batches;
}
