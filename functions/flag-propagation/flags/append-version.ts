import { setTimeout as wait } from "node:timers/promises";
import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { cancelledFor } from "../../shared/aws/cancelled-for";
import { CURRENT, LISTING, versionKey } from "../flag/table-keys";
import { attributesOf } from "../validator/attribute-values";

/**
 * Waits before another try, in milliseconds, when a transaction met another one on the same flag. The SDK leaves this
 * to the caller. The other one then is done, so the next try tells who won.
 */
const CONFLICT_DELAYS = [20, 60, 150];

/** A version of a flag; `deleted: true` says that the flag is gone. */
type Version = Readonly<Record<string, unknown>> & { readonly version: number };

/**
 * Writes a version as the current one and into the history, in one transaction.
 *
 * @param predecessor the version that has to be the current one; 0 where there must be none
 * @returns false where another version was first, and nothing was written
 */
export async function appendVersion(
  client: DynamoDBClient,
  TableName: string,
  version: Version,
  predecessor: number,
): Promise<boolean> {
  const listing = version.deleted === true ? {} : { listing: LISTING };
  const current = {
    TableName,
    Item: attributesOf({ ...version, record: CURRENT, ...listing }),
    ...unchangedSince(predecessor),
  };
  const history = {
    TableName,
    Item: attributesOf({ ...version, record: versionKey(version.version) }),
    ConditionExpression: "attribute_not_exists(flag_id)",
  };
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: current }, { Put: history }] }));
      return true;
    } catch (error) {
      if (cancelledFor(error, "ConditionalCheckFailed")) return false;
      const delay = CONFLICT_DELAYS[attempt];
      if (delay === undefined || !cancelledFor(error, "TransactionConflict")) throw error;
      await wait(delay);
    }
  }
}

/** The current version must be the predecessor, or missing where there is none: so a version only ever rises. */
function unchangedSince(predecessor: number) {
  if (predecessor === 0) return { ConditionExpression: "attribute_not_exists(flag_id)" };
  return {
    ConditionExpression: "#version = :predecessor",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: attributesOf({ ":predecessor": predecessor }),
  };
}
