import { setTimeout as wait } from "node:timers/promises";
import { type DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { cancelledFor } from "../../shared/aws/cancelled-for";
import { type Page, type PageRequest, page } from "../../shared/page";
import { type FlagVersion, isDeleted } from "../flag/flag-version";
import {
  CURRENT,
  LISTING,
  LISTING_INDEX,
  padded,
  VERDICT_PREFIX,
  VERSION_PREFIX,
  versionKey,
} from "../flag/table-keys";
import type { Verdict } from "../flag/verdict";
import { FlagsTable, type Item, verdictIn } from "../flags/flags-table";
import { attributesOf, plainItem } from "../validator/attribute-values";
import { DynamoDBFlagReader } from "../validator/dynamodb-flags";
import { kept } from "./kept";
import { readServiceFlags, SERVICE_FLAGS_KEY, type ServiceFlags } from "./service-flags";
import type { FlagStore, HistoryPosition, ListingPosition, StoredVersion } from "./store";

/**
 * Waits before another try, in milliseconds, when a transaction met another one on the same flag. The SDK leaves this
 * to the caller. The other one then is done, so the next try tells who won.
 */
const CONFLICT_DELAYS = [20, 60, 150];

/** Only a deployment changes it, and SNS itself takes up to 15 minutes to follow. */
const SERVICE_FLAGS_KEPT_MS = 60_000;

export interface DynamoDBFlagStoreOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of what the table has and nobody can read. */
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Flags in a table with the hash key `flag_id`, the range key `record` and the sparse index `by-flag`. */
export class DynamoDBFlagStore extends DynamoDBFlagReader implements FlagStore {
  /** Kept for a minute. */
  readonly serviceFlags: () => Promise<ServiceFlags>;
  private readonly table: FlagsTable;

  constructor(client: () => DynamoDBClient, tableName: string, options: DynamoDBFlagStoreOptions) {
    super(client, tableName);
    this.table = new FlagsTable(client, tableName);
    const { now, warn } = options;
    this.serviceFlags = kept(SERVICE_FLAGS_KEPT_MS, now, async () => {
      const item = await this.table.item(SERVICE_FLAGS_KEY);
      if (item === undefined) return new Map();
      const { flags } = plainItem(item).item;
      const read = readServiceFlags(flags);
      if (read === undefined) {
        warn("which flags a service takes cannot be read, all count as taken: deploy the stack again", {
          ...SERVICE_FLAGS_KEY,
          flags,
        });
      }
      return read ?? new Map();
    });
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

  async verdict(flagId: string, version: number): Promise<Verdict | undefined> {
    const prefix = `${VERDICT_PREFIX}${padded(version)}#`;
    const { Items = [] } = await this.client().send(
      new QueryCommand({ ...this.table.under(flagId, prefix), Limit: 1 }),
    );
    return Items[0] && verdictIn(Items[0]);
  }

  published(flagId: string): Promise<Verdict | undefined> {
    return this.table.published(flagId);
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

function storedVersion(item: Item): StoredVersion {
  const { flag_id, version, record, listing, ...rest } = plainItem(item).item;
  const readable = typeof version === "number" && Number.isSafeInteger(version) && version > 0;
  return { flag_id: String(flag_id), version: readable ? version : 0, ...rest };
}
