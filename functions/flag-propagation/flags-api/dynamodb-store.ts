import { setTimeout as wait } from "node:timers/promises";
import { type DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { cancelledFor } from "../../shared/aws/cancelled-for";
import { type Page, type PageRequest, page } from "../../shared/page";
import { type FlagVersion, isDeleted } from "../flag/flag-version";
import { CURRENT, LISTING, LISTING_INDEX, VERSION_PREFIX, versionKey } from "../flag/table-keys";
import { FlagsTable } from "../flags/flags-table";
import { attributesOf } from "../validator/attribute-values";
import { DynamoDBFlagReader } from "../validator/dynamodb-flags";
import type { FlagStore, HistoryPosition, ListingPosition, StoredVersion } from "./store";
import { storedVersion } from "./stored-version";

/**
 * Waits before another try, in milliseconds, when a transaction met another one on the same flag. The SDK leaves this
 * to the caller. The other one then is done, so the next try tells who won.
 */
const CONFLICT_DELAYS = [20, 60, 150];

/** Flags in a table with the hash key `flag_id`, the range key `record` and the sparse index `by-flag`. */
export class DynamoDBFlagStore extends DynamoDBFlagReader implements FlagStore {
  private readonly table: FlagsTable;

  constructor(client: () => DynamoDBClient, tableName: string) {
    super(client, tableName);
    this.table = new FlagsTable(client, tableName);
  }

  async get(flagId: string): Promise<StoredVersion | undefined> {
    const item = await this.table.item({ flag_id: flagId, record: CURRENT });
    return item && storedVersion(item);
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

  async list({ limit, after }: PageRequest<ListingPosition>): Promise<Page<StoredVersion, ListingPosition>> {
    const { Items = [], LastEvaluatedKey } = await this.client().send(
      new QueryCommand({
        TableName: this.tableName,
        IndexName: LISTING_INDEX,
        KeyConditionExpression: "listing = :listing",
        ExpressionAttributeValues: attributesOf({ ":listing": LISTING }),
        ExclusiveStartKey: after && attributesOf({ listing: LISTING, flag_id: after.flag_id, record: CURRENT }),
        Limit: limit + 1,
      }),
    );
    return page(Items.map(storedVersion), limit, LastEvaluatedKey !== undefined, ({ flag_id }) => ({ flag_id }));
  }

  async history(
    flagId: string,
    { limit, after }: PageRequest<HistoryPosition>,
  ): Promise<Page<StoredVersion, HistoryPosition>> {
    const { Items = [], LastEvaluatedKey } = await this.client().send(
      new QueryCommand({
        ...this.table.under(flagId, VERSION_PREFIX),
        ExclusiveStartKey: after && attributesOf({ flag_id: flagId, record: versionKey(after.version) }),
        Limit: limit + 1,
      }),
    );
    const versions = Items.map(storedVersion);
    return page(versions, limit, LastEvaluatedKey !== undefined, ({ version }) => ({ flag_id: flagId, version }));
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
