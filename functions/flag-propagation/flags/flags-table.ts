import { type AttributeValue, type DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { CURRENT, VERDICT_PREFIX, versionKey } from "../flag/table-keys";
import type { Verdict } from "../flag/verdict";
import { attributesOf, plainItem } from "../validator/attribute-values";

export type Item = Record<string, AttributeValue>;

/** Reads of the flags table that several functions make, all of them consistent. */
export class FlagsTable {
  constructor(
    readonly client: () => DynamoDBClient,
    readonly tableName: string,
  ) {}

  async item(key: Readonly<Record<"flag_id" | "record", string>>): Promise<Item | undefined> {
    const { Item } = await this.client().send(
      new GetItemCommand({ TableName: this.tableName, Key: attributesOf(key), ConsistentRead: true }),
    );
    return Item;
  }

  /** A version as it was written; undefined where the table does not have it. */
  async version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    const item =
      (await this.item({ flag_id: flagId, record: versionKey(version) })) ??
      // A writer beside the API leaves no history: what it wrote is the current version, if anything.
      (await this.item({ flag_id: flagId, record: CURRENT }));
    const record = item && plainItem(item).item;
    return record?.version === version ? record : undefined;
  }

  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined> {
    return this.newest(flagId, "valid = :valid AND attribute_exists(published_at)");
  }

  /** The verdict of the newest version that keeps all critical rules, published or about to be. */
  newestValid(flagId: string): Promise<Verdict | undefined> {
    return this.newest(flagId, "valid = :valid");
  }

  /** The newest verdict on any version, whatever it says. */
  async newestVerdict(flagId: string): Promise<Verdict | undefined> {
    const { Items = [] } = await this.client().send(
      new QueryCommand({ ...this.under(flagId, VERDICT_PREFIX), Limit: 1 }),
    );
    return Items[0] && verdictIn(Items[0]);
  }

  /** A query for what lies under a flag with such range keys, newest first. */
  under(flagId: string, prefix: string, values: Readonly<Record<string, unknown>> = {}) {
    return {
      TableName: this.tableName,
      KeyConditionExpression: "flag_id = :flag_id AND begins_with(#record, :prefix)",
      ExpressionAttributeNames: { "#record": "record" },
      ExpressionAttributeValues: attributesOf({ ":flag_id": flagId, ":prefix": prefix, ...values }),
      ConsistentRead: true,
      ScanIndexForward: false,
    };
  }

  private async newest(flagId: string, filter: string): Promise<Verdict | undefined> {
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.client().send(
        new QueryCommand({
          ...this.under(flagId, VERDICT_PREFIX, { ":valid": true }),
          FilterExpression: filter,
          ...(start && { ExclusiveStartKey: start }),
          Limit: 100,
        }),
      );
      if (Items[0] !== undefined) return verdictIn(Items[0]);
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return undefined;
  }
}

/** Nothing but the validator writes verdicts. */
export function verdictIn(item: Item): Verdict {
  return plainItem(item).item as unknown as Verdict;
}
