import { mean } from "./latency";
import {
  API_CONCURRENCY,
  API_WRITE,
  FIRST_SHARDS,
  INVOCATIONS_A_SECOND,
  MOST_UPDATERS,
  PARALLELIZATION_FACTOR,
  QUEUE_BATCH,
  QUEUE_CONCURRENCY,
  QUEUE_RECEIVE,
  REDIS_CALL,
  REDIS_WRITE,
  STREAM_BATCH,
  TABLE_WRITE_UNITS,
  TOPIC_PUBLISHES,
  UPDATER_BATCH,
  VALIDATOR_BATCH,
  VALIDATOR_CONCURRENCY,
  VALIDATOR_RECORD,
  WRITE_UNITS_A_CHANGE,
  WRITE_UNITS_A_SHARD,
} from "./times";

/** What is asked of the design. */
export interface Load {
  /** Services in all regions together. */
  readonly services: number;
  /** Regions that share the services; each has the table's replica and everything behind it. */
  readonly regions: number;
  /** Changes of flags a second. */
  readonly rate: number;
}

/** The sizes that a region then has. */
export interface Sizes {
  readonly services: number;
  readonly shards: number;
  readonly validators: number;
  readonly updaters: number;
}

export function sizesOf({ services, regions, rate }: Load): Sizes {
  const inRegion = Math.ceil(services / regions);
  const shards = Math.max(FIRST_SHARDS, Math.ceil((rate * WRITE_UNITS_A_CHANGE) / WRITE_UNITS_A_SHARD));
  return {
    services: inRegion,
    shards,
    validators: Math.min(VALIDATOR_CONCURRENCY, shards * PARALLELIZATION_FACTOR),
    updaters: Math.min(inRegion * QUEUE_CONCURRENCY, MOST_UPDATERS),
  };
}

/** How much of a part is in use; from 1 on it falls behind for ever. */
export interface Utilisation {
  readonly part: string;
  readonly share: number;
}

/**
 * The parts that every change passes, in its order, each at its best: with full batches wherever there are batches. What
 * is above 1 here cannot hold, however its work is arranged.
 */
export function utilisations(load: Load): readonly Utilisation[] {
  const { rate } = load;
  const { services, validators, updaters } = sizesOf(load);
  const messages = rate * services;
  const invocations = messages / QUEUE_BATCH;
  const seconds = (time: number) => time / 1000;
  const validation = seconds(mean(VALIDATOR_BATCH)) / STREAM_BATCH + seconds(VALIDATOR_RECORD);
  const update = seconds(mean(UPDATER_BATCH) + REDIS_CALL + QUEUE_BATCH * REDIS_WRITE);
  const cycle = update + seconds(mean(QUEUE_RECEIVE));
  return [
    { part: "flags API: concurrency", share: (rate * seconds(mean(API_WRITE))) / API_CONCURRENCY },
    { part: "flags table: write units", share: (rate * WRITE_UNITS_A_CHANGE) / TABLE_WRITE_UNITS },
    { part: "validator: concurrency", share: (rate * validation) / validators },
    { part: "topic: publish quota", share: rate / TOPIC_PUBLISHES },
    { part: "a queue: two batches at once", share: ((rate / QUEUE_BATCH) * cycle) / QUEUE_CONCURRENCY },
    { part: "updater: concurrency", share: (invocations * update) / updaters },
    { part: "updater: invocations a second", share: invocations / (updaters * INVOCATIONS_A_SECOND) },
    { part: "Redis: one core", share: messages * seconds(REDIS_WRITE) + invocations * seconds(REDIS_CALL) },
  ];
}
