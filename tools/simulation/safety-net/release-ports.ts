import { VERDICT_PREFIX, versionKey } from "../../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../../functions/flag-propagation/flag/verdict";
import type { ReleasePorts } from "../../../functions/flag-propagation/release/ports";
import type { Invocation } from "../invocation";
import { changeTopic, USUAL } from "../ports";
import type { System } from "../system";
import type { WatchedAlarm } from "./watched-alarm";

const nothing = () => {};

/** How releases are set up in a history. */
export interface ReleaseSettings {
  /** How long a share of the services has a version before the next one gets it, in milliseconds. */
  readonly bakeMs: number;
  /** Undefined where none is watched. */
  readonly alarm: WatchedAlarm | undefined;
}

export function releasePorts(system: System, { bakeMs, alarm }: ReleaseSettings, invocation: Invocation): ReleasePorts {
  const { table, waves } = system;
  const read = <Value>(what: string, value: () => Value) => invocation.call(`read ${what}`, USUAL.table, value);
  const verdicts = (flagId: string) =>
    ([...table.query(flagId, VERDICT_PREFIX)] as unknown as readonly Verdict[]).toReversed();
  return {
    store: {
      published: (flagId) =>
        read(`what of ${flagId} was published`, () =>
          verdicts(flagId).find(({ valid, published_at }) => valid && published_at !== undefined),
        ),
      newestValid: (flagId) => read(`what of ${flagId} is valid`, () => verdicts(flagId).find(({ valid }) => valid)),
      version: (flagId, version) => read(`${flagId} v${version}`, () => table.get(flagId, versionKey(version))),
      raise: ({ flag_id, record }, share, at) =>
        invocation.call(`raise ${flag_id} ${record} to ${share} %`, USUAL.table, () => {
          const verdict = table.get(flag_id, record);
          if (verdict?.published_at === undefined || !(Number(verdict.share) < share)) return;
          table.transact([{ item: { ...verdict, share, share_at: at } }]);
        }),
    },
    changes: changeTopic(system, invocation),
    waves,
    bakeMs,
    alarm: alarm && {
      name: alarm.name,
      state: () => invocation.call("read the alarm", USUAL.table, () => alarm.state()),
    },
    count: nothing,
    log: nothing,
    now: () => invocation.now(),
  };
}
