import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { attributesOf } from "../validator/attribute-values";
import type { ReplicationPorts } from "./ports";

/** No flag's id begins so, no listing shows it, and no mapping of the stream lets it through. */
const HEARTBEAT = { flag_id: "#heartbeat", record: "home" } as const;

/** The heartbeat in the flags table: one item, overwritten each time. */
export class DynamoDBHeartbeat {
  /** @param tableName name or ARN */
  constructor(
    private readonly client: () => DynamoDBClient,
    private readonly tableName: string,
  ) {}

  readonly beat: ReplicationPorts["home"]["beat"] = async (now) => {
    const { Attributes } = await this.client().send(
      new UpdateItemCommand({
        TableName: this.tableName,
        Key: attributesOf(HEARTBEAT),
        UpdateExpression: "SET beat_at = :now ADD beats :one",
        ExpressionAttributeValues: attributesOf({ ":now": now, ":one": 1 }),
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return Number(Attributes?.beats?.N);
  };

  /** Eventually consistent: a consistent read of a replica sees the writes of its own Region alone. */
  readonly newestBeat: ReplicationPorts["replica"]["newestBeat"] = async () => {
    const { Item } = await this.client().send(
      new GetItemCommand({ TableName: this.tableName, Key: attributesOf(HEARTBEAT), ConsistentRead: false }),
    );
    return Number(Item?.beats?.N ?? 0);
  };
}
