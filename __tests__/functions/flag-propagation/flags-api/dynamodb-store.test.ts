import { expect, it } from "@jest/globals";
import { DynamoDBFlagStore } from "../../../../functions/flag-propagation/flags-api/dynamodb-store";
import { answeringDynamoDB, cancelled } from "../support/answering-dynamodb";
import { ID, live, liveItem } from "../support/stored-flag";

/** The store over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  return { store: new DynamoDBFlagStore(client, "flags"), sent };
}

it("writes to its table, and tells where another version was first", async () => {
  const { store, sent } = storeThatHears({}, cancelled("ConditionalCheckFailed", "None"));
  expect(await store.append(live, 1)).toBe(true);
  expect(await store.append(live, 1)).toBe(false);
  expect(sent[0]?.TransactWriteItemsCommand.TransactItems).toMatchObject([
    { Put: { TableName: "flags", Item: { record: { S: "current" }, version: { N: "2" } } } },
    { Put: { TableName: "flags", Item: { record: { S: "version#0000000000000002" }, version: { N: "2" } } } },
  ]);
});

it("stands on a consistent read of the home Region, without what the table adds", async () => {
  const { store, sent } = storeThatHears({ Item: { ...liveItem, record: { S: "current" }, listing: { S: "flag" } } });
  expect(await store.get(ID)).toEqual(live);
  expect(sent).toMatchObject([{ GetItemCommand: { TableName: "flags", ConsistentRead: true } }]);
});
