import { setTimeout as wait } from "node:timers/promises";
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { cancelledFor } from "../../shared/aws/cancelled-for";
import { type Page, type PageRequest, page } from "../../shared/page";
import { HEAD, headRecord, historyRecord, LISTING, LISTING_INDEX } from "../item-record";
import { type ItemVersion, itemVersion, type LiveVersion, liveVersion } from "../item-version";
import type { HistoryPosition, ItemStore, ListingPosition } from "./store";

/**
 * Waits before another try, in milliseconds, when a transaction met another one on the same item. The SDK leaves this
 * to the caller. The other one then is done, so the next try tells who won.
 */
const CONFLICT_DELAYS = [20, 60, 150];

/** Items in a table with the hash key `id`, the range key `timestamp` and the sparse index `by-created`. */
export class DynamoDBItemStore implements ItemStore {
  constructor(
    private readonly documents: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async current(id: string): Promise<ItemVersion | undefined> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.tableName, Key: { id, timestamp: HEAD }, ConsistentRead: true }),
    );
    return Item && itemVersion.parse(Item);
  }

  async append(version: ItemVersion): Promise<boolean> {
    const head = { TableName: this.tableName, Item: headRecord(version), ...conditionFor(version) };
    const history = {
      TableName: this.tableName,
      Item: historyRecord(version),
      ConditionExpression: "attribute_not_exists(id)",
    };
    for (let attempt = 0; ; attempt++) {
      try {
        await this.documents.send(new TransactWriteCommand({ TransactItems: [{ Put: head }, { Put: history }] }));
        return true;
      } catch (error) {
        if (cancelledFor(error, "ConditionalCheckFailed")) return false;
        const delay = CONFLICT_DELAYS[attempt];
        if (delay === undefined || !cancelledFor(error, "TransactionConflict")) throw error;
        await wait(delay);
      }
    }
  }

  async list({ limit, after }: PageRequest<ListingPosition>): Promise<Page<LiveVersion, ListingPosition>> {
    const { Items = [], LastEvaluatedKey } = await this.documents.send(
      new QueryCommand({
        TableName: this.tableName,
        IndexName: LISTING_INDEX,
        KeyConditionExpression: "listing = :listing",
        ExpressionAttributeValues: { ":listing": LISTING },
        ExclusiveStartKey: after && { listing: LISTING, created_at: after.created_at, id: after.id, timestamp: HEAD },
        ScanIndexForward: false,
        Limit: limit + 1,
      }),
    );
    const items = Items.map((item) => liveVersion.parse(item));
    return page(items, limit, LastEvaluatedKey !== undefined, ({ id, created_at }) => ({ id, created_at }));
  }

  async history(
    id: string,
    { limit, after }: PageRequest<HistoryPosition>,
  ): Promise<Page<ItemVersion, HistoryPosition>> {
    const { Items = [], LastEvaluatedKey } = await this.documents.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: "id = :id AND #timestamp > :head",
        ExpressionAttributeNames: { "#timestamp": "timestamp" },
        ExpressionAttributeValues: { ":id": id, ":head": HEAD },
        ExclusiveStartKey: after && { id, timestamp: after.timestamp },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: limit + 1,
      }),
    );
    const versions = Items.map((item) => itemVersion.parse(item));
    return page(versions, limit, LastEvaluatedKey !== undefined, ({ updated_at }) => ({ id, timestamp: updated_at }));
  }
}

/** The head must be the version's predecessor, or missing before the first version. */
function conditionFor({ version }: ItemVersion) {
  if (version === 1) return { ConditionExpression: "attribute_not_exists(id)" };
  return {
    ConditionExpression: "#version = :predecessor AND attribute_not_exists(deleted)",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":predecessor": version - 1 },
  };
}
