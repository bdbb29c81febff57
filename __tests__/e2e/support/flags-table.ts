import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CURRENT } from "../../../functions/flag-propagation/flag/table-keys";
import type { Deployment } from "./deployment";

type FlagItem = Readonly<Record<string, AttributeValue>>;

/** The flags table, read and written without the API. */
export class FlagsTable {
  private readonly dynamodb: DynamoDBClient;
  private readonly TableName: string;

  /** @param region of the table's replica to reach. @default the one that the system is deployed to */
  constructor({ client, output }: Deployment, region = client.region) {
    this.dynamodb = new DynamoDBClient({ ...client, region });
    this.TableName = output("flag_propagation_flags_table_name");
  }

  /** @returns the current version of a flag; undefined where there is none */
  async current(flag: string): Promise<FlagItem | undefined> {
    const Key = { flag_id: { S: flag }, record: { S: CURRENT } };
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.TableName, Key, ConsistentRead: true }),
    );
    return Item;
  }

  async put(item: FlagItem): Promise<void> {
    await this.dynamodb.send(new PutItemCommand({ TableName: this.TableName, Item: item }));
  }
}
