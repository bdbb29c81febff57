import type { DynamoDBBatchResponse } from "aws-lambda";

interface InOrder<Item> {
  /** The item's place in its stream or queue, as Lambda wants it reported. */
  readonly identify: (item: Item) => string;
  /** Throws when the item has to be delivered again. */
  readonly process: (item: Item) => Promise<void>;
  readonly onFailure: (item: Item, error: unknown) => void;
}

/**
 * Processes a stream's batch one by one and stops at the first failure. Lambda moves on to just before the item
 * reported here and delivers it and its successors again, so what follows a failure must not be processed before it.
 */
export async function processInOrder<Item>(
  items: readonly Item[],
  { identify, process, onFailure }: InOrder<Item>,
): Promise<DynamoDBBatchResponse> {
  for (const item of items) {
    try {
      await process(item);
    } catch (error) {
      onFailure(item, error);
      return { batchItemFailures: [{ itemIdentifier: identify(item) }] };
    }
  }
  return { batchItemFailures: [] };
}
