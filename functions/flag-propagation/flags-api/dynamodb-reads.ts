import { type DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { type Page, type PageRequest, page } from "../../shared/page";
import { CURRENT, LISTING, LISTING_INDEX, VERSION_PREFIX, versionKey } from "../flag/table-keys";
import { FlagsTable } from "../flags/flags-table";
import { attributesOf } from "../validator/attribute-values";
import type { FlagReads, HistoryPosition, ListingPosition, StoredVersion } from "./store";
import { storedVersion } from "./stored-version";

export interface DynamoDBFlagReadsOptions {
  /**
   * Whether a read sees every write before it. In the home Region it has to: callers write on condition of the ETag that
   * they read. Of a replica it cannot be had for writes of another Region. An index is never consistent.
   */
  readonly consistent: boolean;
  /** Ends what is under way. @default nothing does */
  readonly signal?: AbortSignal;
}

/** The flags table, or a replica of it. */
export class DynamoDBFlagReads implements FlagReads {
  private readonly table: FlagsTable;
  private readonly options: { readonly abortSignal?: AbortSignal };

  /** @param tableName name or ARN */
  constructor(
    private readonly client: () => DynamoDBClient,
    private readonly tableName: string,
    private readonly read: DynamoDBFlagReadsOptions,
  ) {
    this.table = new FlagsTable(client, tableName);
    this.options = read.signal === undefined ? {} : { abortSignal: read.signal };
  }

  async get(flagId: string): Promise<StoredVersion | undefined> {
    const { Item } = await this.client().send(
      new GetItemCommand({
        TableName: this.tableName,
        Key: attributesOf({ flag_id: flagId, record: CURRENT }),
        ConsistentRead: this.read.consistent,
      }),
      this.options,
    );
    return Item && storedVersion(Item);
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
      this.options,
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
        ConsistentRead: this.read.consistent,
        ExclusiveStartKey: after && attributesOf({ flag_id: flagId, record: versionKey(after.version) }),
        Limit: limit + 1,
      }),
      this.options,
    );
    const versions = Items.map(storedVersion);
    return page(versions, limit, LastEvaluatedKey !== undefined, ({ version }) => ({ flag_id: flagId, version }));
  }
}
