import { describe, expect, it } from "@jest/globals";
import type { StoredVersion } from "../../../../functions/flag-propagation/flags-api/store";
import { DynamoDBRollbackStore } from "../../../../functions/flag-propagation/rollback/dynamodb-store";
import { answeringDynamoDB, cancelled } from "../support/answering-dynamodb";

const ID = "new-menu";
const live: StoredVersion = { flag_id: ID, version: 7, state: "ENABLED", rollback: { from: 5, to: 3 } };
const liveItem = {
  flag_id: { S: ID },
  version: { N: "7" },
  state: { S: "ENABLED" },
  rollback: { M: { from: { N: "5" }, to: { N: "3" } } },
};
const verdict = (version: number, more = {}) => ({ flag_id: { S: ID }, version: { N: String(version) }, ...more });

/** The store over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  return { store: new DynamoDBRollbackStore(client, "flags"), sent };
}

describe("what a rollback reads", () => {
  it("FLAG-07 is the current version, consistently and without what the table adds", async () => {
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

  it("FLAG-07 is undefined where there is none, and 0 where its version cannot be read", async () => {
    const { store } = storeThatHears({}, { Item: { flag_id: { S: ID }, version: { S: "7" } } });
    expect(await store.get(ID)).toBeUndefined();
    expect(await store.get(ID)).toEqual({ flag_id: ID, version: 0 });
  });

  it("FLAG-07 is one version of the history", async () => {
    const { store, sent } = storeThatHears({ Item: { ...liveItem, record: { S: "version#0000000000000007" } } });
    expect(await store.version(ID, 7)).toEqual(live);
    expect(sent[0]?.GetItemCommand).toMatchObject({
      Key: { record: { S: "version#0000000000000007" } },
      ConsistentRead: true,
    });
  });

  it.each([
    [undefined, "9007199254740991"],
    [7, "0000000000000006"],
    [1, "0000000000000000"],
  ])("FLAG-07 is the newest version of the history below %s", async (below, last) => {
    const { store, sent } = storeThatHears({ Items: [liveItem] });
    expect(await store.newest(ID, below)).toEqual(live);
    expect(sent).toEqual([
      {
        QueryCommand: {
          TableName: "flags",
          KeyConditionExpression: "flag_id = :flag_id AND #record BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#record": "record" },
          ExpressionAttributeValues: {
            ":flag_id": { S: ID },
            ":from": { S: "version#0000000000000000" },
            ":to": { S: `version#${last}` },
          },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        },
      },
    ]);
  });

  it("FLAG-07 are all verdicts on a version", async () => {
    const { store, sent } = storeThatHears({ Items: [verdict(5)] }, { Items: [] });
    expect(await store.verdicts(ID, 5)).toEqual([{ flag_id: ID, version: 5 }]);
    expect(await store.verdicts(ID, 6)).toEqual([]);
    expect(sent[0]).toEqual({
      QueryCommand: expect.objectContaining({
        ExpressionAttributeValues: { ":flag_id": { S: ID }, ":prefix": { S: "verdict#0000000000000005#" } },
        ConsistentRead: true,
        ScanIndexForward: false,
      }),
    });
  });

  it("FLAG-07 are verdicts up to a version, newest first, of what was published", async () => {
    const { store, sent } = storeThatHears({ Items: [verdict(5), verdict(4)] });
    expect(await store.published(ID, 5)).toEqual([
      { flag_id: ID, version: 5 },
      { flag_id: ID, version: 4 },
    ]);
    expect(sent).toEqual([
      {
        QueryCommand: expect.objectContaining({
          ExpressionAttributeValues: {
            ":flag_id": { S: ID },
            ":from": { S: "verdict#" },
            ":to": { S: "verdict#0000000000000005~" },
            ":valid": { BOOL: true },
          },
          FilterExpression: "valid = :valid AND attribute_exists(published_at)",
          ConsistentRead: true,
          ScanIndexForward: false,
        }),
      },
    ]);
    // All verdicts of version 5 lie below that end, and none of version 6 does.
    expect("verdict#0000000000000005#99999" < "verdict#0000000000000005~").toBe(true);
    expect("verdict#0000000000000006#1" > "verdict#0000000000000005~").toBe(true);
  });

  it("FLAG-07 reads on for one that was confirmed, and no further", async () => {
    const LastEvaluatedKey = { flag_id: { S: ID }, record: { S: "verdict#0000000000000004#1" } };
    const confirmed = verdict(3, { confirmed_at: { N: "1000" } });
    const { store, sent } = storeThatHears(
      { Items: [verdict(5)], LastEvaluatedKey },
      { Items: [confirmed], LastEvaluatedKey },
    );
    expect((await store.published(ID, 5)).map(({ version }) => version)).toEqual([5, 3]);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.QueryCommand).not.toHaveProperty("ExclusiveStartKey");
    expect(sent[1]?.QueryCommand.ExclusiveStartKey).toEqual(LastEvaluatedKey);
  });

  it("FLAG-07 ends within its budget where thousands were never confirmed", async () => {
    const page = { Items: [verdict(5)], LastEvaluatedKey: liveItem };
    const { store, sent } = storeThatHears(...Array.from({ length: 50 }, () => page));
    expect(await store.published(ID, 5)).toHaveLength(4);
    expect(sent).toHaveLength(4);
  });

  it("FLAG-07 are the flags that it depends on, those that exist", async () => {
    const { store } = storeThatHears({ Item: { ...liveItem, record: { S: "current" }, listing: { S: "flag" } } }, {});
    expect([...(await store.current([ID, "other-flag"]))]).toEqual([[ID, live]]);
  });
});

describe("what a rollback writes", () => {
  it("FLAG-07 is a version like any other that says what it puts back, where the one before is unchanged", async () => {
    const { store, sent } = storeThatHears({}, cancelled("ConditionalCheckFailed", "None"));
    expect(await store.append(live, 5)).toBe(true);
    expect(await store.append(live, 5)).toBe(false);
    expect(sent[0]?.TransactWriteItemsCommand.TransactItems).toMatchObject([
      {
        Put: {
          TableName: "flags",
          Item: { ...liveItem, record: { S: "current" } },
          ExpressionAttributeValues: { ":predecessor": { N: "5" } },
        },
      },
      { Put: { TableName: "flags", Item: { ...liveItem, record: { S: "version#0000000000000007" } } } },
    ]);
  });
});
