import { isDeleted } from "../../functions/flag-propagation/flag/flag-version";
import { CURRENT, LISTING, versionKey } from "../../functions/flag-propagation/flag/table-keys";
import type { FlagStore, StoredVersion } from "../../functions/flag-propagation/flags-api/store";
import type { Invocation } from "./invocation";
import { currentRecords, USUAL, withoutTableAttributes } from "./ports";
import type { FlagsTable, Item } from "./table";

/** The API's store over the model of the table, under the conditions that the transaction has. */
export function flagStore(table: FlagsTable, invocation: Invocation): FlagStore {
  return {
    current: (ids) => invocation.call("read flags", USUAL.table, () => currentRecords(table.get.bind(table), ids)),
    get: (flagId) =>
      invocation.call(`get ${flagId}`, USUAL.table, () => {
        const item = table.get(flagId, CURRENT);
        return item && storedVersion(item);
      }),
    append: (version, predecessor) =>
      invocation.call(`append ${version.flag_id} v${version.version}`, USUAL.table, () =>
        table.transact([
          {
            item: { ...version, record: CURRENT, ...(!isDeleted(version) && { listing: LISTING }) },
            condition: (there) => (predecessor === 0 ? there === undefined : there?.version === predecessor),
          },
          {
            item: { ...version, record: versionKey(version.version) },
            condition: (there) => there === undefined,
          },
        ]),
      ),
  };
}

export function storedVersion(item: Item): StoredVersion {
  const { flag_id, version, ...rest } = withoutTableAttributes(item);
  const readable = typeof version === "number" && Number.isSafeInteger(version) && version > 0;
  return { flag_id, version: readable ? version : 0, ...rest };
}
