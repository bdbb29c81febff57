import { describe, expect, it } from "@jest/globals";
import { CURRENT } from "../../functions/flag-propagation/flag/table-keys";
import type { RollbackStore } from "../../functions/flag-propagation/rollback/ports";
import { changeOf } from "../../functions/flag-propagation/validator/change-of";
import type { StreamRecord } from "../../functions/flag-propagation/validator/stream-record";
import { readStreamRecord } from "../../functions/flag-propagation/validator/stream-write";
import { type Handlers, REAL_HANDLERS } from "../../tools/simulation/handlers";
import { INVARIANTS } from "../../tools/simulation/invariants";
import { type NetHandlers, REAL_NET_HANDLERS } from "../../tools/simulation/safety-net/handlers";
import { simulateSafetyNet } from "../../tools/simulation/safety-net/history";
import { NET_INVARIANTS } from "../../tools/simulation/safety-net/invariants";
import { RELEASE_INVARIANTS } from "../../tools/simulation/safety-net/release-invariants";
import type { System } from "../../tools/simulation/system";

const MOST_SEEDS = 1_000;

interface Sabotage {
  readonly what: string;
  /** The invariant. */
  readonly breaks: string;
  readonly handlers?: Partial<NetHandlers>;
  readonly fastPathHandlers?: Partial<Handlers>;
  readonly arrange?: (system: System) => void;
}

const rolling = (change: (store: RollbackStore) => Partial<RollbackStore>): Partial<NetHandlers> => ({
  rollBack: (event, ports) =>
    REAL_NET_HANDLERS.rollBack(event, { ...ports, store: { ...ports.store, ...change(ports.store) } }),
});

const SABOTAGES: readonly Sabotage[] = [
  {
    what: "a rollback without the condition on the current version",
    breaks: NET_INVARIANTS.newer,
    arrange: ({ table }) => {
      const transact = table.transact.bind(table);
      table.transact = (puts) =>
        transact(
          puts.map((put) =>
            put.item.record === CURRENT && put.item.user === "flag-rollback" ? { item: put.item } : put,
          ),
        );
    },
  },
  {
    what: "a rollback that does not look at the current version",
    breaks: NET_INVARIANTS.newer,
    handlers: {
      rollBack: (event, ports) => {
        const { version } = event as { readonly version: number };
        let predecessor = 0;
        return REAL_NET_HANDLERS.rollBack(event, {
          ...ports,
          store: {
            ...ports.store,
            get: async (flagId) => {
              const current = await ports.store.get(flagId);
              predecessor = current?.version ?? 0;
              return current && { ...current, version: Math.min(current.version, version) };
            },
            append: (next) => ports.store.append(next, predecessor),
          },
        });
      },
    },
  },
  {
    what: "a rollback without the stop",
    breaks: NET_INVARIANTS.endless,
    handlers: rolling((store) => ({
      newest: (flagId, below) => (below === undefined ? store.newest(flagId) : Promise.resolve(undefined)),
    })),
  },
  {
    what: "a rollback that loses a part of the content",
    breaks: NET_INVARIANTS.content,
    handlers: rolling((store) => ({
      version: async (flagId, version) => {
        const found = await store.version(flagId, version);
        return found?.state === "DISABLED" ? { ...found, state: "ENABLED" } : found;
      },
    })),
  },
  {
    what: "a rollback that takes a refused version for a newer change",
    breaks: NET_INVARIANTS.swept,
    handlers: rolling(() => ({ verdicts: async () => [] })),
  },
  {
    what: "a rollback that outbids nobody",
    breaks: NET_INVARIANTS.swept,
    handlers: {
      rollBack: (event, ports) => REAL_NET_HANDLERS.rollBack({ ...(event as object), disagreements: [] }, ports),
    },
  },
  {
    what: "a checker that takes missing for agreement",
    breaks: NET_INVARIANTS.swept,
    handlers: {
      check: (event, time, ports) =>
        REAL_NET_HANDLERS.check(event, time, {
          ...ports,
          caches: {
            ...ports.caches,
            values: async (flagId, services) => {
              const values = await ports.caches.values(flagId, services);
              return values.map((value) => value ?? values.find((other) => other !== undefined));
            },
          },
        }),
    },
  },
  {
    what: "a checker that compares versions alone",
    breaks: NET_INVARIANTS.swept,
    handlers: {
      check: (event, time, ports) =>
        REAL_NET_HANDLERS.check(event, time, {
          ...ports,
          caches: {
            ...ports.caches,
            values: async (flagId, services) => {
              const values = await ports.caches.values(flagId, services);
              const versionIn = (value: string | undefined) => value?.split("\n", 1)[0];
              return values.map((value) => values.find((other) => versionIn(other) === versionIn(value)));
            },
          },
        }),
    },
  },
  {
    what: "a stream processor that acknowledges what failed",
    breaks: NET_INVARIANTS.told,
    handlers: {
      process: async (records, ports) => {
        await REAL_NET_HANDLERS.process(records, ports);
        return { batchItemFailures: [] };
      },
    },
  },
  {
    what: "a topic whose subscriptions do not look at the share",
    breaks: RELEASE_INVARIANTS.outside,
    arrange: ({ topic, queues }) => {
      topic.onAccepted((change) => {
        for (const queue of queues) queue.send(JSON.stringify(change));
      });
    },
  },
  {
    what: "a validator that gives guarded versions to all services at once",
    breaks: RELEASE_INVARIANTS.waves,
    fastPathHandlers: { validate: (records, ports) => REAL_HANDLERS.validate(records, { ...ports, waves: [] }) },
  },
  {
    what: "a release that does not let a version bake",
    breaks: RELEASE_INVARIANTS.waves,
    handlers: { release: (event, ports) => REAL_NET_HANDLERS.release(event, { ...ports, bakeMs: 0 }) },
  },
  {
    what: "a release that leaves shares out",
    breaks: RELEASE_INVARIANTS.waves,
    handlers: { release: (event, ports) => REAL_NET_HANDLERS.release(event, { ...ports, waves: [] }) },
  },
  {
    what: "a release that does not look at the alarm",
    breaks: RELEASE_INVARIANTS.halted,
    handlers: { release: (event, ports) => REAL_NET_HANDLERS.release(event, { ...ports, alarm: undefined }) },
  },
  {
    what: "a release that looks at the alarm as it is now alone",
    breaks: RELEASE_INVARIANTS.halted,
    handlers: {
      release: (event, ports) => {
        const { alarm } = ports;
        if (alarm === undefined) return REAL_NET_HANDLERS.release(event, ports);
        const state = async () => {
          const now = await alarm.state();
          return now && { ...now, since: undefined };
        };
        return REAL_NET_HANDLERS.release(event, { ...ports, alarm: { name: alarm.name, state } });
      },
    },
  },
  {
    what: "a validator that lets a kill switch bake",
    breaks: RELEASE_INVARIANTS.atOnce,
    fastPathHandlers: {
      validate: (records, ports) => REAL_HANDLERS.validate(records.map(asIfGuarded), ports),
    },
  },
  {
    what: "a validator that asks no rules about a kill switch",
    breaks: INVARIANTS.validOnly,
    fastPathHandlers: {
      validate: async (records, ports) => {
        const now = ports.now();
        const times = { receivedAt: now, validatedAt: now, publishedAt: now };
        const readings = records.filter(isKillSwitch).map((record) => readStreamRecord(record));
        await ports.changes.publish(
          readings.flatMap((reading) =>
            reading.kind === "write" ? [{ change: changeOf(reading.write.record, times), share: 100 }] : [],
          ),
        );
        return REAL_HANDLERS.validate(records, ports);
      },
    },
  },
  {
    what: "a sweep that leaves releases alone that nobody looks after",
    breaks: RELEASE_INVARIANTS.ends,
    handlers: {
      check: async (event, time, ports) => {
        const result = await REAL_NET_HANDLERS.check(event, time, ports);
        return "stalled" in result ? { ...result, stalled: [] } : result;
      },
    },
  },
  {
    what: "a rollback that gives a halted version to all services",
    breaks: RELEASE_INVARIANTS.backwards,
    handlers: rolling((store) => ({
      published: async (flagId, upTo) => (await store.published(flagId, upTo)).map(({ share, ...verdict }) => verdict),
    })),
  },
];

function isKillSwitch({ dynamodb }: StreamRecord): boolean {
  return dynamodb.NewImage?.release?.S === "immediate";
}

/** The record as if its writer had not asked for all services at once. */
function asIfGuarded(record: StreamRecord): StreamRecord {
  if (!isKillSwitch(record)) return record;
  const { release, ...NewImage } = record.dynamodb.NewImage ?? {};
  return { ...record, dynamodb: { ...record.dynamodb, NewImage } };
}

/** @returns the invariants that a history breaks, of the first history that breaks the one that is looked for */
async function findViolation({ breaks, handlers, fastPathHandlers, arrange }: Sabotage): Promise<string> {
  const others = new Set<string>();
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    const { violations } = await simulateSafetyNet(seed, {
      handlers: { ...REAL_NET_HANDLERS, ...handlers },
      fastPathHandlers: { ...REAL_HANDLERS, ...fastPathHandlers },
      ...(arrange !== undefined && { arrange }),
    });
    if (violations.some((violation) => violation.startsWith(breaks))) return breaks;
    for (const violation of violations) others.add(violation);
  }
  return `nothing like that in ${MOST_SEEDS} histories, but: ${[...others].slice(0, 3).join("; ") || "nothing"}`;
}

describe("the simulation finds", () => {
  it.each(SABOTAGES)("FLAG-06 FLAG-07 $what", async (sabotage) => {
    expect(await findViolation(sabotage)).toBe(sabotage.breaks);
  });
});
