import "../../support/environment";
import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it, jest } from "@jest/globals";
import { DynamoDBItemStore } from "../../../../functions/serverless-app/items/dynamodb-store";

const ID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";
const lamp = { id: ID, version: 1, data: { name: "Lamp" }, created_at: 1_000, updated_at: 1_000 };
const torch = { id: ID, version: 2, data: { name: "Torch" }, created_at: 1_000, updated_at: 2_000 };
const gone = { id: ID, version: 3, deleted: true as const, created_at: 1_000, updated_at: 3_000 };

/** The store over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-west-1" }));
  const sent: unknown[] = [];
  jest.spyOn(documents, "send").mockImplementation((async (command: { input: unknown }) => {
    const answer = answers[sent.length];
    sent.push({ [command.constructor.name]: command.input });
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }) as never);
  return { store: new DynamoDBItemStore(documents, "items"), sent };
}

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: "cancelled",
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe("a write is one transaction of head and history", () => {
  it("creates both only where neither is", async () => {
    const { store, sent } = storeThatHears();

    expect(await store.append(lamp)).toBe(true);

    expect(sent).toEqual([
      {
        TransactWriteCommand: {
          TransactItems: [
            {
              Put: {
                TableName: "items",
                Item: { ...lamp, timestamp: 0, listing: "item" },
                ConditionExpression: "attribute_not_exists(id)",
              },
            },
            {
              Put: {
                TableName: "items",
                Item: { ...lamp, timestamp: 1_000 },
                ConditionExpression: "attribute_not_exists(id)",
              },
            },
          ],
        },
      },
    ]);
  });

  it("replaces the head only where it is the predecessor and lives", async () => {
    const { store, sent } = storeThatHears();
    await store.append(torch);
    expect(sent).toMatchObject([
      {
        TransactWriteCommand: {
          TransactItems: [
            {
              Put: {
                Item: { ...torch, timestamp: 0, listing: "item" },
                ConditionExpression: "#version = :predecessor AND attribute_not_exists(deleted)",
                ExpressionAttributeNames: { "#version": "version" },
                ExpressionAttributeValues: { ":predecessor": 1 },
              },
            },
            { Put: { Item: { ...torch, timestamp: 2_000 }, ConditionExpression: "attribute_not_exists(id)" } },
          ],
        },
      },
    ]);
  });

  it("takes a deleted item's head out of the listing", async () => {
    const { store, sent } = storeThatHears();
    await store.append(gone);
    expect(sent).toMatchObject([
      {
        TransactWriteCommand: {
          TransactItems: [{ Put: { Item: expect.not.objectContaining({ listing: "item" }) } }, {}],
        },
      },
    ]);
    expect(sent).toMatchObject([
      { TransactWriteCommand: { TransactItems: [{ Put: { Item: { timestamp: 0, deleted: true } } }, {}] } },
    ]);
  });

  it.each([[["ConditionalCheckFailed", "None"]], [["None", "ConditionalCheckFailed"]]])(
    "is lost, not failed, when a condition does not hold: %j",
    async (codes) => {
      const { store } = storeThatHears(cancelled(...codes));
      expect(await store.append(torch)).toBe(false);
    },
  );

  it("is tried again when it meets another transaction on the item, and then knows who won", async () => {
    const { store, sent } = storeThatHears(
      cancelled("TransactionConflict", "None"),
      cancelled("ConditionalCheckFailed", "None"),
    );
    expect(await store.append(torch)).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it("fails when the conflict does not end", async () => {
    const conflict = cancelled("TransactionConflict", "None");
    const { store, sent } = storeThatHears(conflict, conflict, conflict, conflict, {});
    await expect(store.append(torch)).rejects.toBe(conflict);
    expect(sent).toHaveLength(4);
  });

  it("fails at once for any other reason", async () => {
    const throttled = cancelled("ThrottlingError", "None");
    const { store, sent } = storeThatHears(throttled);
    await expect(store.append(torch)).rejects.toBe(throttled);
    expect(sent).toHaveLength(1);
  });
});

describe("reading", () => {
  it("gets the head consistently", async () => {
    const { store, sent } = storeThatHears({ Item: { ...lamp, timestamp: 0, listing: "item" } });
    expect(await store.current(ID)).toEqual(lamp);
    expect(sent).toEqual([{ GetCommand: { TableName: "items", Key: { id: ID, timestamp: 0 }, ConsistentRead: true } }]);
  });

  it("knows a tombstone from an item that never was", async () => {
    const { store } = storeThatHears({ Item: { ...gone, timestamp: 0 } }, {});
    expect(await store.current(ID)).toEqual(gone);
    expect(await store.current(ID)).toBeUndefined();
  });

  it("fails on a record that it cannot have written", async () => {
    const { store } = storeThatHears({ Item: { ...lamp, version: "one" } });
    await expect(store.current(ID)).rejects.toThrow();
  });
});

describe("lists", () => {
  const head = (number: number) => ({ ...lamp, id: ID.replace(/.$/, String(number)), timestamp: 0, listing: "item" });

  it("queries the index newest first, one entry more than asked for, after a key that is only partly the caller's", async () => {
    const { store, sent } = storeThatHears({ Items: [] });
    await store.list({ limit: 2, after: { id: ID, created_at: 5 } });
    expect(sent).toEqual([
      {
        QueryCommand: {
          TableName: "items",
          IndexName: "by-created",
          KeyConditionExpression: "listing = :listing",
          ExpressionAttributeValues: { ":listing": "item" },
          ExclusiveStartKey: { listing: "item", created_at: 5, id: ID, timestamp: 0 },
          ScanIndexForward: false,
          Limit: 3,
        },
      },
    ]);
  });

  it("goes on after the last entry shown", async () => {
    const { store } = storeThatHears({ Items: [head(1), head(2), head(3)] });
    const { entries, next } = await store.list({ limit: 2 });
    expect(entries).toHaveLength(2);
    expect(next).toEqual({ id: head(2).id, created_at: 1_000 });
  });

  it("ends where the list ends", async () => {
    const { store } = storeThatHears({ Items: [head(1), head(2)] });
    expect(await store.list({ limit: 2 })).not.toHaveProperty("next");
  });

  it("goes on when DynamoDB stopped at its megabyte", async () => {
    const { store } = storeThatHears({ Items: [head(1)], LastEvaluatedKey: { id: head(1).id } });
    expect((await store.list({ limit: 2 })).next).toEqual({ id: head(1).id, created_at: 1_000 });
  });

  it("queries an item's history newest first, without its head", async () => {
    const { store, sent } = storeThatHears({ Items: [{ ...torch, timestamp: 2_000 }] });
    expect(await store.history(ID, { limit: 1, after: { id: "ignored", timestamp: 3_000 } })).toEqual({
      entries: [torch],
    });
    expect(sent).toEqual([
      {
        QueryCommand: {
          TableName: "items",
          KeyConditionExpression: "id = :id AND #timestamp > :head",
          ExpressionAttributeNames: { "#timestamp": "timestamp" },
          ExpressionAttributeValues: { ":id": ID, ":head": 0 },
          ExclusiveStartKey: { id: ID, timestamp: 3_000 },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 2,
        },
      },
    ]);
  });
});
