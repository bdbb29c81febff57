import { describe, expect, it } from "@jest/globals";
import type { UpdaterPorts } from "../../functions/flag-propagation/cache-updater/ports";
import { verdictKey } from "../../functions/flag-propagation/flag/table-keys";
import { changeOf } from "../../functions/flag-propagation/validator/change-of";
import type { ValidatorPorts } from "../../functions/flag-propagation/validator/ports";
import { readStreamRecord } from "../../functions/flag-propagation/validator/stream-write";
import { type Handlers, REAL_HANDLERS } from "../../tools/simulation/handlers";
import { simulate } from "../../tools/simulation/history";
import { INVARIANTS } from "../../tools/simulation/invariants";
import type { System } from "../../tools/simulation/system";

const MOST_SEEDS = 400;

interface Sabotage {
  readonly what: string;
  readonly breaks: keyof typeof INVARIANTS;
  readonly handlers?: Partial<Handlers>;
  readonly arrange?: (system: System) => void;
}

const validating = (change: (ports: ValidatorPorts) => Partial<ValidatorPorts>): Partial<Handlers> => ({
  validate: (records, ports) => REAL_HANDLERS.validate(records, { ...ports, ...change(ports) }),
});

const updating = (change: (ports: UpdaterPorts) => Partial<UpdaterPorts>): Partial<Handlers> => ({
  update: (records, ports) => REAL_HANDLERS.update(records, { ...ports, ...change(ports) }),
});

const SABOTAGES: readonly Sabotage[] = [
  {
    what: "a cache that is written without a comparison",
    breaks: "rises",
    arrange: ({ caches }) => {
      caches.write = caches.overwrite;
    },
  },
  {
    what: "a verdict that counts as an end and is kept before the publication",
    breaks: "durable",
    handlers: {
      validate: (records, ports) =>
        REAL_HANDLERS.validate(records, {
          ...ports,
          changes: {
            publish: async (publications) => {
              for (const { change } of publications) {
                const { flag_id, version, validated_at, published_at } = change;
                const source = records.find(({ dynamodb }) => dynamodb.NewImage?.version?.N === String(version));
                const record = verdictKey(version, source?.dynamodb.SequenceNumber ?? "");
                const times = { validated_at, published_at };
                await ports.verdicts.keep({
                  flag_id,
                  record,
                  version,
                  valid: true,
                  broken: [],
                  advisories: [],
                  ...times,
                });
              }
              return ports.changes.publish(publications);
            },
          },
        }),
    },
  },
  {
    what: "a validator that acknowledges what failed",
    breaks: "durable",
    handlers: {
      validate: async (records, ports) => {
        await REAL_HANDLERS.validate(records, ports);
        return { batchItemFailures: [] };
      },
    },
  },
  {
    what: "a validator that reports only its last failure",
    breaks: "durable",
    handlers: {
      validate: async (records, ports) => {
        const { batchItemFailures } = await REAL_HANDLERS.validate(records, ports);
        return { batchItemFailures: batchItemFailures.slice(-1) };
      },
    },
  },
  {
    what: "a validator that takes a refused entry of a batch for published",
    breaks: "durable",
    handlers: validating(({ changes }) => ({
      changes: { publish: async (list) => (await changes.publish(list)).map(() => undefined) },
    })),
  },
  {
    what: "a validator that does not look for verdicts",
    breaks: "once",
    handlers: validating(({ verdicts }) => ({ verdicts: { ...verdicts, find: async () => [] } })),
  },
  {
    what: "a validator of another environment",
    breaks: "agrees",
    handlers: validating(() => ({ environment: "prod" })),
  },
  {
    what: "a validator that publishes whatever it is given",
    breaks: "validOnly",
    handlers: {
      validate: async (records, ports) => {
        const now = ports.now();
        const times = { receivedAt: now, validatedAt: now, publishedAt: now };
        const readings = records.map((record) => readStreamRecord(record));
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
    what: "an updater that acknowledges what failed",
    breaks: "durable",
    handlers: {
      update: async (records, ports) => {
        await REAL_HANDLERS.update(records, ports);
        return { batchItemFailures: [] };
      },
    },
  },
  {
    what: "an updater that does not wait for the cache",
    breaks: "durable",
    handlers: updating(({ cache }) => ({
      cache: {
        write: async (service, writes) => {
          cache.write(service, writes).catch(() => {});
          return writes.map(() => true);
        },
      },
    })),
  },
  {
    what: "an updater that drops deletions",
    breaks: "durable",
    handlers: {
      update: (records, ports) =>
        REAL_HANDLERS.update(
          records.filter(({ body }) => !body.includes('"deleted":true')),
          ports,
        ),
    },
  },
  {
    what: "an updater that drops what it cannot read",
    breaks: "durable",
    handlers: updating(() => ({ deadLetters: { keep: async () => {} } })),
  },
  {
    what: "an updater that loses a part of the flag",
    breaks: "validOnly",
    handlers: {
      update: (records, ports) =>
        REAL_HANDLERS.update(
          records.map((record) => ({
            ...record,
            body: record.body.replace('"state":"DISABLED"', '"state":"ENABLED"'),
          })),
          ports,
        ),
    },
  },
  {
    what: "a topic that forgets what it took",
    breaks: "converges",
    arrange: ({ topic, queues }) => {
      const send = queues[0]?.send.bind(queues[0]);
      for (const queue of queues.slice(0, 1)) {
        queue.send = (body) => {
          if (!topic.accepted.some(({ version }) => version === 2)) send?.(body);
        };
      }
    },
  },
  {
    what: "an API that answers before it knows that it wrote",
    breaks: "durable",
    handlers: {
      api: ({ store, now }) =>
        REAL_HANDLERS.api({
          now,
          store: {
            ...store,
            append: async (version, predecessor) => {
              await store.append(version, predecessor).catch(() => {});
              return true;
            },
          },
        }),
    },
  },
  {
    what: "a table that takes any version",
    breaks: "gapless",
    arrange: ({ table }) => {
      const transact = table.transact.bind(table);
      table.transact = (puts) => transact(puts.map(({ item }) => ({ item })));
    },
  },
];

/** @returns the invariants that a history breaks, of the first history that breaks the one that is looked for */
async function findViolation({ breaks, handlers, arrange }: Sabotage): Promise<string> {
  const others = new Set<string>();
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    const { violations } = await simulate(seed, {
      handlers: { ...REAL_HANDLERS, ...handlers },
      ...(arrange !== undefined && { arrange }),
    });
    if (violations.some((violation) => violation.startsWith(INVARIANTS[breaks]))) return INVARIANTS[breaks];
    for (const violation of violations) others.add(violation);
  }
  return `nothing like that in ${MOST_SEEDS} histories, but: ${[...others].slice(0, 3).join("; ") || "nothing"}`;
}

describe("the simulation finds", () => {
  it.each(SABOTAGES)("FLAG-05 $what", async (sabotage) => {
    expect(await findViolation(sabotage)).toBe(INVARIANTS[sabotage.breaks]);
  });
});
