import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from "@aws-sdk/client-dynamodb";
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

  async decide(verdict: Verdict): Promise<Verdict> {
    const refusal = await this.put(verdict, { ConditionExpression: "attribute_not_exists(flag_id)" });
    if (refusal === undefined) return verdict;
    if (refusal.Item !== undefined) return plainItem(refusal.Item).item as unknown as Verdict;
    const [standing] = await this.find([verdict]);
    if (standing === undefined) throw refusal;
    return standing;
  }

  async keep(verdict: Verdict): Promise<void> {
    // The first of two deliveries of one write says when it was published.
    if (verdict.published_at === undefined) {
      await this.put(verdict, { ConditionExpression: "attribute_not_exists(flag_id)" });
      return;
    }
    await this.put(verdict, {
      ConditionExpression: "attribute_not_exists(flag_id) OR (valid = :valid AND attribute_not_exists(published_at))",
      ExpressionAttributeValues: attributesOf({ ":valid": true }),
    });
  }

  /** @returns the refusal, where the condition does not hold */
  private async put(
    verdict: Verdict,
    condition: Pick<PutItemCommandInput, "ConditionExpression" | "ExpressionAttributeValues">,
  ): Promise<ConditionalCheckFailedException | undefined> {
    const put = new PutItemCommand({
      TableName: this.tableName,
      Item: attributesOf({ ...verdict }),
      ...condition,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    try {
      await this.client().send(put);
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error;
      throw error;
    }
  }
}
