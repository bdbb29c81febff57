import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type FlagChange, flagChange } from "../../functions/flag-propagation/flag/flag-change";
import { CURRENT, versionKey } from "../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../functions/flag-propagation/flag/verdict";
import { plainItem } from "../../functions/flag-propagation/validator/attribute-values";
import { batchGet } from "../../functions/flag-propagation/validator/batch-get";
import { changeOf } from "../../functions/flag-propagation/validator/change-of";

/** The newest published version of a flag as the message that mends caches, or why there is none. */
export type Published =
  | { readonly flag_id: string; readonly change: FlagChange }
  | { readonly flag_id: string; readonly version: number; readonly fault: string };

/**
 * What the table has of versions that were published, read consistently: the history says it, and where a writer beside the
 * API made the version, the current record.
 *
 * @param verdicts those that the versions were published with
 * @returns in the order of the verdicts
 */
export async function publishedChanges(
  client: DynamoDBClient,
  tableName: string,
  verdicts: readonly Verdict[],
): Promise<readonly Published[]> {
  const read = (wanted: readonly Verdict[], recordOf: (verdict: Verdict) => string) =>
    batchGet(
      client,
      tableName,
      wanted.map((verdict) => ({ flag_id: verdict.flag_id, record: recordOf(verdict) })),
    );
  const versions = new Map<string, Readonly<Record<string, unknown>>>();
  const keep = (items: Awaited<ReturnType<typeof read>>) => {
    for (const { item } of items.map(plainItem)) versions.set(`${item.flag_id} ${item.version}`, item);
  };
  keep(await read(verdicts, ({ version }) => versionKey(version)));
  const missing = verdicts.filter(({ flag_id, version }) => !versions.has(`${flag_id} ${version}`));
  keep(await read(missing, () => CURRENT));
  return verdicts.map((verdict) => published(verdict, versions.get(`${verdict.flag_id} ${verdict.version}`)));
}

function published(verdict: Verdict, item: Readonly<Record<string, unknown>> | undefined): Published {
  const { flag_id, version, validated_at, published_at = validated_at } = verdict;
  if (item === undefined) return { flag_id, version, fault: "the table does not have it any more" };
  const times = { receivedAt: validated_at, validatedAt: validated_at, publishedAt: published_at };
  // The updater refuses what is anything else, and the table may have been written past the API.
  const { data, error } = flagChange.safeParse({ ...changeOf(item, times), resync: true });
  if (data !== undefined) return { flag_id, change: data };
  const [fault] = error.issues.map(({ path, message }) => `'${path.join(".")}': ${message}`);
  return { flag_id, version, fault: `what the table has of it cannot be sent: at ${fault}` };
}
