import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { CURRENT, padded, VERDICT_PREFIX, versionKey } from "../flag/table-keys";
import type { Verdict } from "../flag/verdict";
import { appendVersion } from "../flags/append-version";
import { FlagsTable, type Item, verdictIn } from "../flags/flags-table";
import type { StoredVersion } from "../flags-api/store";
import { attributesOf, plainItem } from "../validator/attribute-values";
import { withoutTableAttributes } from "../validator/stream-write";
import type { RollbackStore } from "./ports";

/** Verdicts that one query looks at, and queries: where none of so many was confirmed, one published before is taken. */
const VERDICTS = 500;
const QUERIES = 4;

/** After every digit, so that all verdicts of a version lie below it. */
const END_OF_VERSION = "~";

/** Flags in the flags table. */
export class DynamoDBRollbackStore implements RollbackStore {
  private readonly table: FlagsTable;

  constructor(client: () => DynamoDBClient, tableName: string) {
    this.table = new FlagsTable(client, tableName);
  }

  async get(flagId: string): Promise<StoredVersion | undefined> {
    return versionIn(await this.table.item({ flag_id: flagId, record: CURRENT }));
  }

  async version(flagId: string, version: number): Promise<StoredVersion | undefined> {
    return versionIn(await this.table.item({ flag_id: flagId, record: versionKey(version) }));
  }

  async newest(flagId: string, below?: number): Promise<StoredVersion | undefined> {
    const { Items = [] } = await this.table.client().send(
      new QueryCommand({
        ...this.between(flagId, versionKey(0), versionKey(below === undefined ? Number.MAX_SAFE_INTEGER : below - 1)),
        Limit: 1,
      }),
    );
    return versionIn(Items[0]);
  }

  async verdicts(flagId: string, version: number): Promise<readonly Verdict[]> {
    const { Items = [] } = await this.table
      .client()
      .send(new QueryCommand(this.table.under(flagId, `${VERDICT_PREFIX}${padded(version)}#`)));
    return Items.map(verdictIn);
  }

  /** Looks no further than the newest that was confirmed and one that was published before `upTo`. */
  async published(flagId: string, upTo: number): Promise<readonly Verdict[]> {
    const found: Verdict[] = [];
    const last = `${VERDICT_PREFIX}${padded(upTo)}${END_OF_VERSION}`;
    let start: Item | undefined;
    for (let query = 0; query < QUERIES; query++) {
      const { Items = [], LastEvaluatedKey } = await this.table.client().send(
        new QueryCommand({
          ...this.between(flagId, VERDICT_PREFIX, last, { ":valid": true }),
          FilterExpression: "valid = :valid AND attribute_exists(published_at)",
          ...(start && { ExclusiveStartKey: start }),
          Limit: VERDICTS,
        }),
      );
      found.push(...Items.map(verdictIn));
      if (LastEvaluatedKey === undefined || found.some(({ confirmed_at }) => confirmed_at !== undefined)) break;
      start = LastEvaluatedKey;
    }
    return found;
  }

  /** Item by item: the flags that one flag depends on are few. */
  async current(ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const items = await Promise.all(ids.map((flag_id) => this.table.item({ flag_id, record: CURRENT })));
    return new Map(
      items.flatMap((item, index) => {
        const id = ids[index];
        return item === undefined || id === undefined ? [] : [[id, withoutTableAttributes(plainItem(item).item)]];
      }),
    );
  }

  append(version: StoredVersion, predecessor: number): Promise<boolean> {
    return appendVersion(this.table.client(), this.table.tableName, version, predecessor);
  }

  /** A query for what lies under a flag from one range key to another, newest first. */
  private between(flagId: string, from: string, to: string, values: Readonly<Record<string, unknown>> = {}) {
    return {
      TableName: this.table.tableName,
      KeyConditionExpression: "flag_id = :flag_id AND #record BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#record": "record" },
      ExpressionAttributeValues: attributesOf({ ":flag_id": flagId, ":from": from, ":to": to, ...values }),
      ConsistentRead: true,
      ScanIndexForward: false,
    };
  }
}

function versionIn(item: Item | undefined): StoredVersion | undefined {
  if (item === undefined) return undefined;
  const { flag_id, version, record, listing, ...rest } = plainItem(item).item;
  const readable = typeof version === "number" && Number.isSafeInteger(version) && version > 0;
  return { flag_id: String(flag_id), version: readable ? version : 0, ...rest };
}
