import type { UpdaterPorts } from "../../functions/flag-propagation/cache-updater/ports";
import { CURRENT, LISTING, padded, VERDICT_PREFIX } from "../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../functions/flag-propagation/flag/verdict";
import type { ChangeTopic, ValidatorPorts } from "../../functions/flag-propagation/validator/ports";
import { type Invocation, TransientFailure } from "./invocation";
import { queueOfArn } from "./queue-mapping";
import type { System } from "./system";
import type { Item } from "./table";

export const ENVIRONMENT = "dev";

/** Milliseconds that a call usually takes. */
export const USUAL = { table: 5, topic: 15, cache: 1, queue: 8 } as const;

const nothing = () => {};

/** The validator's ports over the models, each call of one invocation a point where it may fail or crash. */
export function validatorPorts(system: System, invocation: Invocation): ValidatorPorts {
  const { table, rejections, waves } = system;
  return {
    verdicts: {
      find: (keys) =>
        invocation.call("find verdicts", USUAL.table, () =>
          keys.flatMap(({ flag_id, record }) => (table.get(flag_id, record) ?? []) as Verdict | []),
        ),
      decide: (verdict) =>
        invocation.call(`decide ${told(verdict)}`, USUAL.table, () => {
          table.transact([{ item: { ...verdict }, condition: (there) => there === undefined }]);
          return table.get(verdict.flag_id, verdict.record) as unknown as Verdict;
        }),
      keep: (verdict) =>
        invocation.call(`keep verdict ${told(verdict)}`, USUAL.table, () => {
          const isOpen = (there: Item | undefined) =>
            there === undefined || (there.valid === true && there.published_at === undefined);
          table.transact([{ item: { ...verdict }, condition: isOpen }]);
        }),
    },
    flags: {
      current: (ids) =>
        invocation.call("read dependencies", USUAL.table, () => currentRecords(table.get.bind(table), ids)),
    },
    changes: changeTopic(system, invocation),
    rejections: {
      announce: (verdict) =>
        invocation.call(`announce rejection of ${verdict.flag_id} v${verdict.version}`, USUAL.topic, () => {
          rejections.push(verdict);
        }),
    },
    environment: ENVIRONMENT,
    waves,
    count: nothing,
    log: nothing,
    now: () => invocation.now(),
  };
}

/** Where valid changes go: the topic's model, as the validator and releases publish to it. */
export function changeTopic({ topic }: System, invocation: Invocation): ChangeTopic {
  return {
    publish: (publications) =>
      invocation.call(
        `publish ${publications.map(({ change, share }) => `${change.flag_id} v${change.version} to ${share} %`).join(", ")}`,
        USUAL.topic,
        () =>
          publications.map((publication) =>
            topic.accept(publication) ? undefined : new TransientFailure("The topic is busy."),
          ),
      ),
  };
}

function told({ valid, broken, flag_id, version }: Verdict): string {
  return `${valid ? "valid" : `invalid (${broken.join(" ")})`} on ${flag_id} v${version}`;
}

/** The cache updater's ports over the models. */
export function updaterPorts({ caches, deadLetters }: System, invocation: Invocation): UpdaterPorts {
  return {
    cache: {
      write: (service, writes) =>
        invocation.call(
          `write ${writes.map(({ flagId, version }) => `${flagId} v${version}`).join(", ")} to the cache of ${service}`,
          USUAL.cache,
          () => caches.write(service, writes),
        ),
    },
    deadLetters: {
      keep: (letter) =>
        invocation.call(`keep a dead letter of ${letter.service}`, USUAL.queue, () => {
          deadLetters.push(letter);
        }),
    },
    serviceOf: queueOfArn,
    environment: ENVIRONMENT,
    count: nothing,
    log: nothing,
    now: () => invocation.now(),
  };
}

/** What the readers of other flags get: the current records without the table's own attributes. */
export function currentRecords(
  get: (flagId: string, record: string) => Item | undefined,
  ids: readonly string[],
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const id of ids) {
    const item = get(id, CURRENT);
    if (item !== undefined) found.set(id, withoutTableAttributes(item));
  }
  return found;
}

export function withoutTableAttributes(item: Item): Readonly<Record<string, unknown>> & { readonly flag_id: string } {
  const { record, listing, ...rest } = item;
  return listing === undefined || listing === LISTING ? rest : { ...rest, listing };
}

/** Where verdicts on a version start. */
export function verdictsOn(version: number): string {
  return `${VERDICT_PREFIX}${padded(version)}#`;
}
