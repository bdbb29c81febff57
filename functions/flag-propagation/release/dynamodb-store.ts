import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Verdict } from "../flag/verdict";
import { FlagsTable } from "../flags/flags-table";
import { attributesOf } from "../validator/attribute-values";
import type { ReleaseStore } from "./ports";

/** Flags in the flags table. */
export class DynamoDBReleaseStore implements ReleaseStore {
  private readonly table: FlagsTable;

  constructor(client: () => DynamoDBClient, tableName: string) {
    this.table = new FlagsTable(client, tableName);
  }

  published(flagId: string): Promise<Verdict | undefined> {
    return this.table.published(flagId);
  }

  newestValid(flagId: string): Promise<Verdict | undefined> {
    return this.table.newestValid(flagId);
  }

  version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    return this.table.version(flagId, version);
  }

  async raise({ flag_id, record }: Verdict, share: number, at: number): Promise<void> {
    const update = new UpdateItemCommand({
      TableName: this.table.tableName,
      Key: attributesOf({ flag_id, record }),
      UpdateExpression: "SET #share = :share, share_at = :at",
      // A verdict without a share is one of all services.
      ConditionExpression: "attribute_exists(published_at) AND #share < :share",
      // A reserved word of DynamoDB's expressions.
      ExpressionAttributeNames: { "#share": "share" },
      ExpressionAttributeValues: attributesOf({ ":share": share, ":at": at }),
    });
    try {
      await this.table.client().send(update);
    } catch (error) {
      // Another execution was first.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
