import { describe, expect, it } from "@jest/globals";
import { DynamoDBFlagReads } from "../../../../functions/flag-propagation/flags-api/dynamodb-reads";
import { answeringDynamoDB } from "../support/answering-dynamodb";
import { ID, live, liveItem } from "../support/stored-flag";

const REPLICA = "arn:aws:dynamodb:us-west-2:111122223333:table/flags";

/** The table over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  const store = new DynamoDBFlagReads(client, "flags", { consistent: true });
  const replica = new DynamoDBFlagReads(client, REPLICA, { consistent: false });
  return { store, replica, sent };
}

describe("reading a flag", () => {
  it("gets the current version consistently, without what the table adds", async () => {
    const { store, sent } = storeThatHears({
      Item: { ...liveItem, record: { S: "current" }, listing: { S: "flag" } },
    });
    expect(await store.get(ID)).toEqual(live);
    expect(sent).toEqual([
      {
        GetItemCommand: {
          TableName: "flags",
          Key: { flag_id: { S: ID }, record: { S: "current" } },
          ConsistentRead: true,
        },
      },
    ]);
  });

  it("knows a flag that never was from one whose version cannot be read", async () => {
    const { store } = storeThatHears({}, { Item: { flag_id: { S: ID }, version: { S: "two" } } });
    expect(await store.get(ID)).toBeUndefined();
    expect(await store.get(ID)).toEqual({ flag_id: ID, version: 0 });
  });
});

describe("lists", () => {
  const item = (flag_id: string) => ({ ...liveItem, flag_id: { S: flag_id }, listing: { S: "flag" } });

  it("queries the index by id, one entry more than asked for, after a key that is only partly the caller's", async () => {
    const { store, sent } = storeThatHears({ Items: [] });
    await store.list({ limit: 2, after: { flag_id: ID } });
    expect(sent).toEqual([
      {
        QueryCommand: {
          TableName: "flags",
          IndexName: "by-flag",
          KeyConditionExpression: "listing = :listing",
          ExpressionAttributeValues: { ":listing": { S: "flag" } },
          ExclusiveStartKey: { listing: { S: "flag" }, flag_id: { S: ID }, record: { S: "current" } },
          Limit: 3,
        },
      },
    ]);
  });

  it("goes on after the last entry shown, ends where the list ends, and goes on where DynamoDB stopped", async () => {
    const more = { Items: [item("flag-a"), item("flag-b"), item("flag-c")] };
    const stopped = { Items: [item("flag-a")], LastEvaluatedKey: item("flag-a") };
    const { store } = storeThatHears(more, { Items: [item("flag-a"), item("flag-b")] }, stopped);
    const first = await store.list({ limit: 2 });
    expect(first.entries.map(({ flag_id }) => flag_id)).toEqual(["flag-a", "flag-b"]);
    expect(first.next).toEqual({ flag_id: "flag-b" });
    expect(await store.list({ limit: 2 })).not.toHaveProperty("next");
    expect((await store.list({ limit: 2 })).next).toEqual({ flag_id: "flag-a" });
  });

  it("queries a flag's history newest first, without its current record and its verdicts", async () => {
    const { store, sent } = storeThatHears({ Items: [{ ...liveItem, record: { S: "version#0000000000000002" } }] });
    expect(await store.history(ID, { limit: 1, after: { flag_id: ID, version: 3 } })).toEqual({ entries: [live] });
    expect(sent).toEqual([
      {
        QueryCommand: {
          TableName: "flags",
          KeyConditionExpression: "flag_id = :flag_id AND begins_with(#record, :prefix)",
          ExpressionAttributeNames: { "#record": "record" },
          ExpressionAttributeValues: { ":flag_id": { S: ID }, ":prefix": { S: "version#" } },
          ExclusiveStartKey: { flag_id: { S: ID }, record: { S: "version#0000000000000003" } },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 2,
        },
      },
    ]);
  });
});

describe("a replica", () => {
  it("FLAG-01 is read by its ARN, and eventually: a consistent read there sees no writes of the home Region", async () => {
    const { replica, sent } = storeThatHears({ Item: liveItem }, { Items: [liveItem] }, { Items: [liveItem] });
    expect(await replica.get(ID)).toEqual(live);
    await replica.history(ID, { limit: 1 });
    await replica.list({ limit: 1 });
    expect(sent).toMatchObject([
      { GetItemCommand: { TableName: REPLICA, ConsistentRead: false } },
      { QueryCommand: { TableName: REPLICA, ConsistentRead: false } },
      { QueryCommand: { TableName: REPLICA, IndexName: "by-flag" } },
    ]);
    // DynamoDB refuses a consistent read of an index.
    expect(sent[2]?.QueryCommand).not.toHaveProperty("ConsistentRead");
  });
});
