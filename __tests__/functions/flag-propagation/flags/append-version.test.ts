import { describe, expect, it } from "@jest/globals";
import type { FlagVersion } from "../../../../functions/flag-propagation/flag/flag-version";
import { appendVersion } from "../../../../functions/flag-propagation/flags/append-version";
import { answeringDynamoDB, cancelled } from "../support/answering-dynamodb";
import { identity, live, liveItem } from "../support/stored-flag";

const gone: FlagVersion = { ...identity, version: 3, deleted: true };

/** The table over answers given in turn; an error among them is thrown. */
function tableThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  return {
    append: (version: FlagVersion, predecessor: number) => appendVersion(client(), "flags", version, predecessor),
    sent,
  };
}

describe("a write is one transaction of the current version and the history", () => {
  it("replaces the current version only where it is the predecessor, and no version of the history", async () => {
    const { append, sent } = tableThatHears();

    expect(await append(live, 1)).toBe(true);

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
    const { append, sent } = tableThatHears();
    await append({ ...live, version: 1 }, 0);
    const [put] = sent[0]?.TransactWriteItemsCommand.TransactItems ?? [];
    expect(put.Put.ConditionExpression).toBe("attribute_not_exists(flag_id)");
    expect(put.Put).not.toHaveProperty("ExpressionAttributeValues");
  });

  it("takes a deleted flag out of the listing", async () => {
    const { append, sent } = tableThatHears();
    await append(gone, 2);
    const [put] = sent[0]?.TransactWriteItemsCommand.TransactItems ?? [];
    expect(put.Put.Item).toMatchObject({ record: { S: "current" }, deleted: { BOOL: true } });
    expect(put.Put.Item).not.toHaveProperty("listing");
  });

  it.each([[["ConditionalCheckFailed", "None"]], [["None", "ConditionalCheckFailed"]]])(
    "is lost, not failed, when a condition does not hold: %j",
    async (codes) => {
      const { append } = tableThatHears(cancelled(...codes));
      expect(await append(live, 1)).toBe(false);
    },
  );

  it("is tried again when it meets another transaction on the flag, and then knows who won", async () => {
    const { append, sent } = tableThatHears(
      cancelled("TransactionConflict", "None"),
      cancelled("ConditionalCheckFailed", "None"),
    );
    expect(await append(live, 1)).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it("fails when the conflict does not end, and at once for any other reason", async () => {
    const conflict = cancelled("TransactionConflict", "None");
    const meeting = tableThatHears(conflict, conflict, conflict, conflict, {});
    await expect(meeting.append(live, 1)).rejects.toBe(conflict);
    expect(meeting.sent).toHaveLength(4);
    const throttled = cancelled("ThrottlingError", "None");
    const busy = tableThatHears(throttled);
    await expect(busy.append(live, 1)).rejects.toBe(throttled);
    expect(busy.sent).toHaveLength(1);
  });
});
