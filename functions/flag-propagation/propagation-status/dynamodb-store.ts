import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { CURRENT, padded, VERDICT_PREFIX } from "../flag/table-keys";
import type { Verdict } from "../flag/verdict";
import { FlagsTable, verdictIn } from "../flags/flags-table";
import { kept } from "../flags/kept";
import { readServiceFlags, SERVICE_FLAGS_KEY, type ServiceFlags } from "../flags/service-flags";
import type { StoredVersion } from "../flags-api/store";
import { storedVersion } from "../flags-api/stored-version";
import { plainItem } from "../validator/attribute-values";
import type { PropagationStore } from "./ports";

/** Only a deployment changes it, and SNS itself takes up to 15 minutes to follow. */
const SERVICE_FLAGS_KEPT_MS = 60_000;

export interface DynamoDBPropagationStoreOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of what the table has and nobody can read. */
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** The flags table, read for how far a flag has come. */
export class DynamoDBPropagationStore implements PropagationStore {
  /** Kept for a minute. */
  readonly serviceFlags: () => Promise<ServiceFlags>;
  private readonly table: FlagsTable;

  constructor(
    private readonly client: () => DynamoDBClient,
    tableName: string,
    { now, warn }: DynamoDBPropagationStoreOptions,
  ) {
    this.table = new FlagsTable(client, tableName);
    this.serviceFlags = kept(SERVICE_FLAGS_KEPT_MS, now, async () => {
      const item = await this.table.item(SERVICE_FLAGS_KEY);
      if (item === undefined) return new Map();
      const { flags } = plainItem(item).item;
      const read = readServiceFlags(flags);
      if (read === undefined) {
        warn("which flags a service takes cannot be read, all count as taken: deploy the stack again", {
          ...SERVICE_FLAGS_KEY,
          flags,
        });
      }
      return read ?? new Map();
    });
  }

  async get(flagId: string): Promise<StoredVersion | undefined> {
    const item = await this.table.item({ flag_id: flagId, record: CURRENT });
    return item && storedVersion(item);
  }

  async verdict(flagId: string, version: number): Promise<Verdict | undefined> {
    const prefix = `${VERDICT_PREFIX}${padded(version)}#`;
    const { Items = [] } = await this.client().send(
      new QueryCommand({ ...this.table.under(flagId, prefix), Limit: 1 }),
    );
    return Items[0] && verdictIn(Items[0]);
  }

  published(flagId: string): Promise<Verdict | undefined> {
    return this.table.published(flagId);
  }
}
