import { describe, expect, it } from "@jest/globals";
import { CURRENT } from "../../functions/flag-propagation/flag/table-keys";
import type { RollbackStore } from "../../functions/flag-propagation/rollback/ports";
import { type NetHandlers, REAL_NET_HANDLERS } from "../../tools/simulation/safety-net/handlers";
import { simulateSafetyNet } from "../../tools/simulation/safety-net/history";
import { NET_INVARIANTS } from "../../tools/simulation/safety-net/invariants";
import type { System } from "../../tools/simulation/system";

const MOST_SEEDS = 1_000;

interface Sabotage {
  readonly what: string;
  readonly breaks: keyof typeof NET_INVARIANTS;
  readonly handlers?: Partial<NetHandlers>;
  readonly arrange?: (system: System) => void;
}

const rolling = (change: (store: RollbackStore) => Partial<RollbackStore>): Partial<NetHandlers> => ({
  rollBack: (event, ports) =>
    REAL_NET_HANDLERS.rollBack(event, { ...ports, store: { ...ports.store, ...change(ports.store) } }),
});

const SABOTAGES: readonly Sabotage[] = [
  {
    what: "a rollback without the condition on the current version",
    breaks: "newer",
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
    breaks: "newer",
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
    breaks: "endless",
    handlers: rolling((store) => ({
      newest: (flagId, below) => (below === undefined ? store.newest(flagId) : Promise.resolve(undefined)),
    })),
  },
  {
    what: "a rollback that loses a part of the content",
    breaks: "content",
    handlers: rolling((store) => ({
      version: async (flagId, version) => {
        const found = await store.version(flagId, version);
        return found?.state === "DISABLED" ? { ...found, state: "ENABLED" } : found;
      },
    })),
  },
  {
    what: "a rollback that takes a refused version for a newer change",
    breaks: "swept",
    handlers: rolling(() => ({ verdicts: async () => [] })),
  },
  {
    what: "a rollback that outbids nobody",
    breaks: "swept",
    handlers: {
      rollBack: (event, ports) => REAL_NET_HANDLERS.rollBack({ ...(event as object), disagreements: [] }, ports),
    },
  },
  {
    what: "a checker that takes missing for agreement",
    breaks: "swept",
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
    breaks: "swept",
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
    breaks: "told",
    handlers: {
      process: async (records, ports) => {
        await REAL_NET_HANDLERS.process(records, ports);
        return { batchItemFailures: [] };
      },
    },
  },
];

/** @returns the invariants that a history breaks, of the first history that breaks the one that is looked for */
async function findViolation({ breaks, handlers, arrange }: Sabotage): Promise<string> {
  const others = new Set<string>();
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    const { violations } = await simulateSafetyNet(seed, {
      handlers: { ...REAL_NET_HANDLERS, ...handlers },
      ...(arrange !== undefined && { arrange }),
    });
    if (violations.some((violation) => violation.startsWith(NET_INVARIANTS[breaks]))) return NET_INVARIANTS[breaks];
    for (const violation of violations) others.add(violation);
  }
  return `nothing like that in ${MOST_SEEDS} histories, but: ${[...others].slice(0, 3).join("; ") || "nothing"}`;
}

describe("the simulation finds", () => {
  it.each(SABOTAGES)("FLAG-06 FLAG-07 $what", async (sabotage) => {
    expect(await findViolation(sabotage)).toBe(NET_INVARIANTS[sabotage.breaks]);
  });
});
