import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { FlagVersion } from "../flag/flag-version";
import { appendVersion } from "../flags/append-version";
import { DynamoDBFlagReader } from "../validator/dynamodb-flags";
import { DynamoDBFlagReads } from "./dynamodb-reads";
import type { FlagStore, StoredVersion } from "./store";

/** Writes to the flags table, with what they stand on. */
export class DynamoDBFlagStore extends DynamoDBFlagReader implements FlagStore {
  private readonly reads: DynamoDBFlagReads;

  constructor(client: () => DynamoDBClient, tableName: string) {
    super(client, tableName);
    this.reads = new DynamoDBFlagReads(client, tableName, { consistent: true });
  }

  get(flagId: string): Promise<StoredVersion | undefined> {
    return this.reads.get(flagId);
  }

  append(version: FlagVersion, predecessor: number): Promise<boolean> {
    return appendVersion(this.client(), this.tableName, version, predecessor);
  }
}
