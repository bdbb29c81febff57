import { describe, expect, it } from "@jest/globals";
import type { FlagVersion } from "../../../../functions/flag-propagation/flag/flag-version";
import { DynamoDBFlagStore } from "../../../../functions/flag-propagation/flags-api/dynamodb-store";
import { answeringDynamoDB, cancelled } from "../support/answering-dynamodb";
import { ID, identity, live, liveItem } from "../support/stored-flag";

const gone: FlagVersion = { ...identity, version: 3, deleted: true };

/** The store over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  return { store: new DynamoDBFlagStore(client, "flags"), sent };
}

describe("a write is one transaction of the current version and the history", () => {
  it("replaces the current version only where it is the predecessor, and no version of the history", async () => {
    const { store, sent } = storeThatHears();

    expect(await store.append(live, 1)).toBe(true);

    expect(sent).toEqual([
      {
        TransactWriteItemsCommand: {
          TransactItems: [
            {
              Put: {
                TableName: "flags",
                Item: { ...liveItem, record: { S: "current" }, listing: { S: "flag" } },
                ConditionExpression: "#version = :predecessor",
                ExpressionAttributeNames: { "#version": "version" },
                ExpressionAttributeValues: { ":predecessor": { N: "1" } },
              },
            },
            {
              Put: {
                TableName: "flags",
                Item: { ...liveItem, record: { S: "version#0000000000000002" } },
                ConditionExpression: "attribute_not_exists(flag_id)",
              },
            },
          ],
        },
      },
    ]);
  });

  it("creates only where there is no current version", async () => {
    const { store, sent } = storeThatHears();
    await store.append({ ...live, version: 1 }, 0);
    const [put] = sent[0]?.TransactWriteItemsCommand.TransactItems ?? [];
    expect(put.Put.ConditionExpression).toBe("attribute_not_exists(flag_id)");
    expect(put.Put).not.toHaveProperty("ExpressionAttributeValues");
  });

  it("takes a deleted flag out of the listing", async () => {
    const { store, sent } = storeThatHears();
    await store.append(gone, 2);
    const [put] = sent[0]?.TransactWriteItemsCommand.TransactItems ?? [];
    expect(put.Put.Item).toMatchObject({ record: { S: "current" }, deleted: { BOOL: true } });
    expect(put.Put.Item).not.toHaveProperty("listing");
  });

  it.each([[["ConditionalCheckFailed", "None"]], [["None", "ConditionalCheckFailed"]]])(
    "is lost, not failed, when a condition does not hold: %j",
    async (codes) => {
      const { store } = storeThatHears(cancelled(...codes));
      expect(await store.append(live, 1)).toBe(false);
    },
  );

  it("is tried again when it meets another transaction on the flag, and then knows who won", async () => {
    const { store, sent } = storeThatHears(
      cancelled("TransactionConflict", "None"),
      cancelled("ConditionalCheckFailed", "None"),
    );
    expect(await store.append(live, 1)).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it("fails when the conflict does not end, and at once for any other reason", async () => {
    const conflict = cancelled("TransactionConflict", "None");
    const meeting = storeThatHears(conflict, conflict, conflict, conflict, {});
    await expect(meeting.store.append(live, 1)).rejects.toBe(conflict);
    expect(meeting.sent).toHaveLength(4);
    const throttled = cancelled("ThrottlingError", "None");
    const busy = storeThatHears(throttled);
    await expect(busy.store.append(live, 1)).rejects.toBe(throttled);
    expect(busy.sent).toHaveLength(1);
  });
});

it("stands on a consistent read of the home Region, without what the table adds", async () => {
  const { store, sent } = storeThatHears({ Item: { ...liveItem, record: { S: "current" }, listing: { S: "flag" } } });
  expect(await store.get(ID)).toEqual(live);
  expect(sent).toMatchObject([{ GetItemCommand: { TableName: "flags", ConsistentRead: true } }]);
});
