import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type PutItemCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { jest } from "@jest/globals";

type Item = Record<string, AttributeValue>;

/** A client whose calls end in a table in memory, which knows as much of DynamoDB as Powertools asks of it. */
export function fakeIdempotencyTable() {
  const records = new Map<string, Item>();
  const client = new DynamoDBClient({ region: "eu-west-1" });

  const calls: Record<string, (input: never) => unknown> = {
    PutItemCommand: ({ Item = {} }: PutItemCommandInput) => {
      const id = String(Item.id?.S);
      const existing = records.get(id);
      if (existing !== undefined) {
        throw new ConditionalCheckFailedException({ message: "exists", $metadata: {}, Item: existing });
      }
      records.set(id, Item);
      return {};
    },
    UpdateItemCommand: (input: UpdateItemCommandInput) => {
      const id = String(input.Key?.id?.S);
      records.set(id, { ...records.get(id), ...assignments(input) });
      return {};
    },
    DeleteItemCommand: ({ Key }: { Key: Item }) => {
      records.delete(String(Key.id?.S));
      return {};
    },
  };

  const send = jest.spyOn(client, "send").mockImplementation(((command: { input: never }) => {
    const call = calls[command.constructor.name];
    if (call === undefined) throw new Error(`The fake table does not know ${command.constructor.name}.`);
    return Promise.resolve().then(() => call(command.input));
  }) as never);

  return { client, records, send };
}

/** `SET #a = :a, #b = :b` as the attributes that it sets. */
function assignments(input: UpdateItemCommandInput): Item {
  const pairs = String(input.UpdateExpression).replace("SET ", "").split(", ");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split(" = ");
      return [
        String(input.ExpressionAttributeNames?.[name]),
        input.ExpressionAttributeValues?.[value] as AttributeValue,
      ];
    }),
  );
}
