import { type AttributeValue, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CURRENT } from "../../functions/flag-propagation/flag/table-keys";

/**
 * The ids of all flags, also of deleted ones, which no index has: reads the whole table.
 *
 * @param found is told how many there are so far
 */
export async function knownFlags(
  client: DynamoDBClient,
  tableName: string,
  found: (flags: number) => void,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: "#record = :current",
        ProjectionExpression: "flag_id",
        ExpressionAttributeNames: { "#record": "record" },
        ExpressionAttributeValues: { ":current": { S: CURRENT } },
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const { flag_id } of Items) if (flag_id?.S !== undefined) ids.push(flag_id.S);
    found(ids.length);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return ids.sort();
}
