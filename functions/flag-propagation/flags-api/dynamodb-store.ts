import { setTimeout as wait } from "node:timers/promises";
import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { cancelledFor } from "../../shared/aws/cancelled-for";
import { type FlagVersion, isDeleted } from "../flag/flag-version";
import { CURRENT, LISTING, versionKey } from "../flag/table-keys";
import { attributesOf } from "../validator/attribute-values";
import { DynamoDBFlagReader } from "../validator/dynamodb-flags";
import { DynamoDBFlagReads } from "./dynamodb-reads";
import type { FlagStore, StoredVersion } from "./store";

/**
 * Waits before another try, in milliseconds, when a transaction met another one on the same flag. The SDK leaves this
 * to the caller. The other one then is done, so the next try tells who won.
 */
const CONFLICT_DELAYS = [20, 60, 150];

/** Writes to the flags table, with what they stand on. */
export class DynamoDBFlagStore extends DynamoDBFlagReader implements FlagStore {
  private readonly reads: DynamoDBFlagReads;

  constructor(client: () => DynamoDBClient, tableName: string) {
    super(client, tableName);
    this.reads = new DynamoDBFlagReads(client, tableName, { consistent: true });
  }

  get(flagId: string): Promise<StoredVersion | undefined> {
    return this.reads.get(flagId);
  }

  async append(version: FlagVersion, predecessor: number): Promise<boolean> {
    const current = {
      TableName: this.tableName,
      Item: attributesOf({ ...version, record: CURRENT, ...(!isDeleted(version) && { listing: LISTING }) }),
      ...conditionFor(predecessor),
    };
    const history = {
      TableName: this.tableName,
      Item: attributesOf({ ...version, record: versionKey(version.version) }),
      ConditionExpression: "attribute_not_exists(flag_id)",
    };
    for (let attempt = 0; ; attempt++) {
      try {
        await this.client().send(
          new TransactWriteItemsCommand({ TransactItems: [{ Put: current }, { Put: history }] }),
        );
        return true;
      } catch (error) {
        if (cancelledFor(error, "ConditionalCheckFailed")) return false;
        const delay = CONFLICT_DELAYS[attempt];
        if (delay === undefined || !cancelledFor(error, "TransactionConflict")) throw error;
        await wait(delay);
      }
    }
  }
}

/** The current version must be the predecessor, or missing where there is none: so a version only ever rises. */
function conditionFor(predecessor: number) {
  if (predecessor === 0) return { ConditionExpression: "attribute_not_exists(flag_id)" };
  return {
    ConditionExpression: "#version = :predecessor",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: attributesOf({ ":predecessor": predecessor }),
  };
}
