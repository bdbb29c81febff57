import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Verdict } from "../flag/verdict";
import { attributesOf, plainItem } from "./attribute-values";
import { batchGet } from "./batch-get";
import type { VerdictKey, VerdictStore } from "./ports";

/** Verdicts in the flags table, under the flag that they are about. */
export class DynamoDBVerdictStore implements VerdictStore {
  constructor(
    private readonly client: () => DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async find(keys: readonly VerdictKey[]): Promise<readonly Verdict[]> {
    const items = await batchGet(
      this.client(),
      this.tableName,
      keys.map(({ flag_id, record }) => ({ flag_id, record })),
    );
    // Nothing but `keep` writes under these keys.
    return items.map((item) => plainItem(item).item as unknown as Verdict);
  }

  async keep(verdict: Verdict): Promise<void> {
    try {
      await this.client().send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: attributesOf({ ...verdict }),
          // The first of two deliveries of one write says when it was published.
          ConditionExpression: "attribute_not_exists(flag_id)",
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
