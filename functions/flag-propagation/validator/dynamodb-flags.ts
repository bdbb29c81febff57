import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CURRENT } from "../flag/table-keys";
import { plainItem } from "./attribute-values";
import { batchGet } from "./batch-get";
import type { FlagReader } from "./ports";
import { withoutTableAttributes } from "./stream-write";

/** The flags table, read for the flags that others depend on. */
export class DynamoDBFlagReader implements FlagReader {
  constructor(
    protected readonly client: () => DynamoDBClient,
    protected readonly tableName: string,
  ) {}

  async current(ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const keys = [...new Set(ids)].map((flag_id) => ({ flag_id, record: CURRENT }));
    const items = await batchGet(this.client(), this.tableName, keys);
    return new Map(items.map((item) => [String(item.flag_id?.S), withoutTableAttributes(plainItem(item).item)]));
  }
}
