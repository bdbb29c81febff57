import { verdictKey } from "../../../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import type { AlarmState, ReleasePorts } from "../../../../functions/flag-propagation/release/ports";
import { release } from "../../../../functions/flag-propagation/release/release";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import type { Publication } from "../../../../functions/flag-propagation/validator/ports";

export const ID = "checkout-new-payment-form";
export const MINUTE = 60_000;

/** The verdict of a version that was published. */
export function published(version: number, parts: Partial<Verdict> = {}): Verdict {
  return {
    flag_id: ID,
    record: verdictKey(version, String(version)),
    version,
    valid: true,
    broken: [],
    advisories: [],
    validated_at: EXAMPLE_NOW - 10,
    published_at: EXAMPLE_NOW,
    ...parts,
  };
}

interface Parts {
  readonly verdicts: readonly Verdict[];
  /** What the alarm's states are, one an answer, the last one for ever. @default no alarm is watched */
  readonly alarm?: readonly (AlarmState | undefined)[];
  readonly waves?: readonly number[];
  /** What becomes of a publication. @default it is durable */
  readonly publishing?: () => Error | undefined;
}

/** A release over a table, a topic and an alarm in memory; bakes for ten minutes. */
export function releaseUnderTest({ verdicts: given, alarm, waves = [5, 25], publishing = () => undefined }: Parts) {
  const verdicts = [...given];
  const topic: Publication[] = [];
  const counted: string[] = [];
  const clock = { now: EXAMPLE_NOW };
  const newest = (accepts: (verdict: Verdict) => boolean) =>
    verdicts
      .filter(accepts)
      .toSorted((a, b) => a.version - b.version)
      .at(-1);
  const states = [...(alarm ?? [])];
  const ports: ReleasePorts = {
    store: {
      published: async () => newest(({ valid, published_at }) => valid && published_at !== undefined),
      newestValid: async () => newest(({ valid }) => valid),
      version: async (_, version) => flag({ version }),
      raise: async ({ record }, share, at) => {
        const index = verdicts.findIndex((verdict) => verdict.record === record);
        const there = verdicts[index];
        if (there?.share !== undefined && there.share < share) verdicts[index] = { ...there, share, share_at: at };
      },
    },
    changes: {
      publish: async (publications) =>
        publications.map((publication) => {
          const failure = publishing();
          if (failure === undefined) topic.push(publication);
          return failure;
        }),
    },
    waves,
    bakeMs: 10 * MINUTE,
    alarm:
      alarm === undefined
        ? undefined
        : { name: "shop-errors", state: async () => (states.length > 1 ? states.shift() : states[0]) },
    count: (metric) => counted.push(metric),
    log: () => undefined,
    now: () => clock.now,
  };
  const ask = (share: number, version = 1) => release({ flag_id: ID, version, share }, ports);
  return { ask, ports, verdicts, topic, counted, clock };
}
