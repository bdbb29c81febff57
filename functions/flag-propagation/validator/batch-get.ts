import { setTimeout as wait } from "node:timers/promises";
import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What DynamoDB takes in one call. */
const LARGEST_BATCH = 100;

/** Waits before another try for what DynamoDB did not get to, in milliseconds. The SDK leaves this to the caller. */
const DELAYS = [20, 60, 150, 400];

/**
 * Reads items by their keys, consistently. Keys must differ from each other.
 *
 * @returns the items that are there, in no order
 * @throws Error when DynamoDB leaves keys unprocessed five times.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<readonly Record<string, AttributeValue>[]> {
  const batches: (typeof keys)[] = [];
  for (let start = 0; start < keys.length; start += LARGEST_BATCH)
    batches.push(keys.slice(start, start + LARGEST_BATCH));
  return (await Promise.all(batches.map((batch) => getBatch(client, tableName, batch)))).flat();
}

async function getBatch(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<readonly Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  let wanted = keys.map(keyOf);
  for (let attempt = 0; ; attempt++) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: wanted, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[tableName] ?? []));
    wanted = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (wanted.length === 0) return found;
    const delay = DELAYS[attempt];
    if (delay === undefined) {
      throw new Error(`DynamoDB left ${wanted.length} of ${keys.length} keys of ${tableName} unread. Try again later.`);
    }
    await wait(delay);
  }
}

function keyOf(key: Readonly<Record<string, string>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, { S: value }]));
}
