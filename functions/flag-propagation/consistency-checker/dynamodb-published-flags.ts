import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CURRENT, LISTING, LISTING_INDEX } from "../flag/table-keys";
import type { KeptCheck, Verdict } from "../flag/verdict";
import { FlagsTable } from "../flags/flags-table";
import { kept } from "../flags/kept";
import { readServiceFlags, SERVICE_FLAGS_KEY, type ServiceFlags } from "../flags/service-flags";
import { attributesOf, plainItem } from "../validator/attribute-values";
import { CheckFailure } from "./check-failure";
import type { LiveFlags, PublishedFlags } from "./ports";

/** Flags of one page. */
const PAGE = 200;

/** Only a deployment changes it, and SNS itself takes up to 15 minutes to follow. */
const SERVICE_FLAGS_KEPT_MS = 60_000;

/** What was published, in the flags table. */
export class DynamoDBPublishedFlags implements PublishedFlags {
  /** Kept for a minute. */
  readonly serviceFlags: () => Promise<ServiceFlags>;
  private readonly table: FlagsTable;

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly client: () => DynamoDBClient,
    private readonly tableName: string,
    now: () => number,
  ) {
    this.table = new FlagsTable(client, tableName);
    this.serviceFlags = kept(SERVICE_FLAGS_KEPT_MS, now, () => this.readServiceFlags());
  }

  published(flagId: string): Promise<Verdict | undefined> {
    return this.named(() => this.table.published(flagId));
  }

  newestValid(flagId: string): Promise<Verdict | undefined> {
    return this.named(() => this.table.newestValid(flagId));
  }

  newestVerdict(flagId: string): Promise<Verdict | undefined> {
    return this.named(() => this.table.newestVerdict(flagId));
  }

  version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    return this.named(() => this.table.version(flagId, version));
  }

  live(after?: string): Promise<LiveFlags> {
    return this.named(async () => {
      const { Items = [], LastEvaluatedKey } = await this.client().send(
        new QueryCommand({
          TableName: this.tableName,
          IndexName: LISTING_INDEX,
          KeyConditionExpression: "listing = :listing",
          ExpressionAttributeValues: attributesOf({ ":listing": LISTING }),
          ProjectionExpression: "flag_id, written_at",
          ...(after !== undefined && {
            ExclusiveStartKey: attributesOf({ listing: LISTING, flag_id: after, record: CURRENT }),
          }),
          Limit: PAGE,
        }),
      );
      const flags = Items.map(({ flag_id, written_at }) => ({
        flag_id: String(flag_id?.S),
        written_at: Number(written_at?.N ?? 0),
      }));
      const next = LastEvaluatedKey?.flag_id?.S;
      return next === undefined ? { flags } : { flags, next };
    });
  }

  keepCheck({ flag_id, record }: Verdict, check: KeptCheck, isConfirmation: boolean): Promise<void> {
    const update = new UpdateItemCommand({
      TableName: this.tableName,
      Key: attributesOf({ flag_id, record }),
      UpdateExpression: `SET last_check = :check${isConfirmation ? ", confirmed_at = if_not_exists(confirmed_at, :at)" : ""}`,
      // Without it, a verdict that is gone would come back as nothing but a check.
      ConditionExpression: "attribute_exists(published_at)",
      ExpressionAttributeValues: attributesOf({ ":check": check, ...(isConfirmation && { ":at": check.at }) }),
    });
    return this.named(async () => {
      try {
        await this.client().send(update);
      } catch (error) {
        // Whoever deleted the verdict wants no word of the check either.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    });
  }

  private async readServiceFlags(): Promise<ServiceFlags> {
    const item = await this.named(() => this.table.item(SERVICE_FLAGS_KEY));
    if (item === undefined) return new Map();
    const read = readServiceFlags(plainItem(item).item.flags);
    if (read !== undefined) return read;
    throw new CheckFailure(
      "ServiceFlagsUnreadable",
      `Which flags a service takes cannot be read from '${SERVICE_FLAGS_KEY.flag_id}' in ${this.tableName}. Deploy the stack again.`,
    );
  }

  /** Errors of the SDK have dozens of names; the state machine knows one. */
  private async named<Value>(use: () => Promise<Value>): Promise<Value> {
    try {
      return await use();
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new CheckFailure("TableUnreadable", `The table ${this.tableName} cannot be used: ${reason}`, error);
    }
  }
}
