import type { CheckerPorts } from "../../../functions/flag-propagation/consistency-checker/ports";
import {
  CURRENT,
  LISTING,
  VERDICT_PREFIX,
  VERSION_PREFIX,
  versionKey,
} from "../../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../../functions/flag-propagation/flag/verdict";
import type { RollbackPorts, RollbackStore } from "../../../functions/flag-propagation/rollback/ports";
import type { StreamProcessorPorts } from "../../../functions/flag-propagation/stream-processor/ports";
import { type Invocation, TransientFailure } from "../invocation";
import { currentRecords, ENVIRONMENT, USUAL, verdictsOn } from "../ports";
import { storedVersion } from "../store";
import type { System } from "../system";
import type { Item } from "../table";
import type { EventBus } from "./event-bus";

const nothing = () => {};

export function streamProcessorPorts(bus: EventBus, invocation: Invocation): StreamProcessorPorts {
  return {
    bus: {
      put: (events) =>
        invocation.call(
          `put ${events.map(({ detailType, detail }) => `${detailType}: ${detail.flag_id} v${detail.version}`).join(", ")}`,
          USUAL.topic,
          () => events.map((event) => (bus.accept(event) ? undefined : new TransientFailure("The bus is busy."))),
        ),
    },
    // What the trail keeps decides nothing.
    audit: { send: async (bodies) => bodies.map(() => undefined) },
    environment: ENVIRONMENT,
    count: nothing,
    log: nothing,
  };
}

/** @param bakeMs how long a share of the services has a version before the next one gets it, in milliseconds */
export function checkerPorts({ table, caches, queues }: System, bakeMs: number, invocation: Invocation): CheckerPorts {
  const verdicts = (flagId: string) =>
    ([...table.query(flagId, VERDICT_PREFIX)] as unknown as readonly Verdict[]).toReversed();
  const read = <Value>(what: string, value: () => Value) => invocation.call(`read ${what}`, USUAL.table, value);
  return {
    flags: {
      published: (flagId) => read(`what of ${flagId} was published`, () => verdicts(flagId).find(isPublished)),
      newestValid: (flagId) => read(`what of ${flagId} is valid`, () => verdicts(flagId).find(({ valid }) => valid)),
      newestVerdict: (flagId) => read(`the verdict on ${flagId}`, () => verdicts(flagId)[0]),
      version: (flagId, version) =>
        read(`${flagId} v${version}`, () => {
          const item = table.get(flagId, versionKey(version)) ?? table.get(flagId, CURRENT);
          return item?.version === version ? item : undefined;
        }),
      live: () =>
        read("live flags", () => ({
          flags: table
            .all()
            .filter(({ record, listing }) => record === CURRENT && listing === LISTING)
            .map(({ flag_id, written_at }) => ({ flag_id, written_at: Number(written_at) })),
        })),
      serviceFlags: async () => new Map(),
      keepCheck: ({ flag_id, record }, check, isConfirmation) =>
        invocation.call(`keep what a check of ${flag_id} ${record} found`, USUAL.table, () => {
          const verdict = table.get(flag_id, record);
          if (verdict?.published_at === undefined) return;
          const confirmed_at = verdict.confirmed_at ?? (isConfirmation ? check.at : undefined);
          table.transact([
            { item: { ...verdict, last_check: { ...check }, ...(confirmed_at !== undefined && { confirmed_at }) } },
          ]);
        }),
    },
    caches: {
      values: (flagId, services) =>
        invocation.call(`read ${flagId} in all caches`, USUAL.cache, () => caches.read(flagId, services)),
      flagIds: (service) =>
        invocation.call(`read which flags ${service} has`, USUAL.cache, () =>
          caches.entries(service).map(([flagId]) => flagId),
        ),
    },
    services: queues.map(({ name }) => name),
    bakeMs,
    count: nothing,
    measure: nothing,
    log: nothing,
    now: () => invocation.now(),
  };
}

export function rollbackPorts({ table }: System, invocation: Invocation): RollbackPorts {
  const read = <Value>(what: string, value: () => Value) => invocation.call(`read ${what}`, USUAL.table, value);
  const stored = (item: Item | undefined) => item && storedVersion(item);
  const store: RollbackStore = {
    current: (ids) => read("dependencies", () => currentRecords(table.get.bind(table), ids)),
    get: (flagId) => read(`the current ${flagId}`, () => stored(table.get(flagId, CURRENT))),
    version: (flagId, version) => read(`${flagId} v${version}`, () => stored(table.get(flagId, versionKey(version)))),
    newest: (flagId, below = Number.MAX_SAFE_INTEGER) =>
      read(`the newest ${flagId} below v${below}`, () =>
        stored(table.query(flagId, VERSION_PREFIX).findLast(({ record }) => record < versionKey(below))),
      ),
    verdicts: (flagId, version) =>
      read(`the verdicts on ${flagId} v${version}`, () => {
        return table.query(flagId, verdictsOn(version)) as unknown as readonly Verdict[];
      }),
    published: (flagId, upTo) =>
      read(`what of ${flagId} was published up to v${upTo}`, () =>
        (table.query(flagId, VERDICT_PREFIX) as unknown as readonly Verdict[])
          .filter((verdict) => verdict.version <= upTo && isPublished(verdict))
          .toReversed(),
      ),
    append: (version, predecessor) =>
      invocation.call(`append ${version.flag_id} v${version.version} after v${predecessor}`, USUAL.table, () =>
        table.transact([
          {
            item: { ...version, record: CURRENT, ...(version.deleted !== true && { listing: LISTING }) },
            condition: (there) => (predecessor === 0 ? there === undefined : there?.version === predecessor),
          },
          { item: { ...version, record: versionKey(version.version) }, condition: (there) => there === undefined },
        ]),
      ),
  };
  return {
    store,
    environment: ENVIRONMENT,
    principal: "arn:aws:lambda:us-east-1:123456789012:function:rollback",
    correlationId: invocation.name,
    count: nothing,
    log: nothing,
    now: () => invocation.now(),
  };
}

function isPublished({ valid, published_at }: Verdict): boolean {
  return valid && published_at !== undefined;
}
