/** A time as it is drawn: log-normal, as latencies of services are. Milliseconds. */
export interface Latency {
  readonly median: number;
  readonly p99: number;
}

/*
 * What the prediction takes for granted. "Quota" is AWS's published limit (docs.aws.amazon.com, default values of
 * us-east-1), "documented" what AWS says about the behaviour, "measured" was measured on a two-core Linux machine,
 * "assumed" is the order of magnitude that AWS and its users publish, without a promise.
 */

/** Assumed: a TransactWriteItems of two items in the API, with the reads before it and API Gateway around it. */
export const API_WRITE: Latency = { median: 25, p99: 80 };
/** Configured: reserved concurrency of the flags API. */
export const API_CONCURRENCY = 50;

/** Quota: write units of an on-demand table. */
export const TABLE_WRITE_UNITS = 40_000;
/** Documented: two items of up to 1 KB cost twice their units in a transaction; the verdict is put twice. */
export const WRITE_UNITS_A_CHANGE = 2 * 2 + 2;

/** Documented: an on-demand table begins with four partitions of a thousand write units, a shard of the stream each. */
export const FIRST_SHARDS = 4;
export const WRITE_UNITS_A_SHARD = 1_000;
/** Assumed: from the table to the stream. */
export const STREAM_DELAY: Latency = { median: 60, p99: 350 };
/** Documented: Lambda polls a shard four times a second. Milliseconds. */
export const STREAM_POLL_INTERVAL = 250;
/** Configured: records of one flag stay in one of ten lanes of a shard. */
export const PARALLELIZATION_FACTOR = 10;
/** Configured: reserved concurrency of the validator. */
export const VALIDATOR_CONCURRENCY = 50;
/** Configured: records that the validator gets at most. */
export const STREAM_BATCH = 100;
/** Assumed: one call each to find verdicts, to keep decisions, to publish and to keep verdicts. */
export const VALIDATOR_BATCH: Latency = { median: 40, p99: 150 };
/** Measured: all rules over a record, and its messages made. Milliseconds. */
export const VALIDATOR_RECORD = 0.15;

/** Quota: messages that one account publishes in a region, a second. */
export const TOPIC_PUBLISHES = 30_000;
/** Assumed: from the topic to one queue. */
export const TOPIC_DELIVERY: Latency = { median: 25, p99: 150 };

/** Assumed: a long poll that is answered, and the invocation that it leads to. */
export const QUEUE_RECEIVE: Latency = { median: 12, p99: 60 };
/** Configured: messages that the updater gets at most. */
export const QUEUE_BATCH = 10;
/** Configured: batches of one queue that are processed at the same time. */
export const QUEUE_CONCURRENCY = 2;
/** Assumed: the updater without the time in Redis: parsing, TLS round trip, Lambda's own. */
export const UPDATER_BATCH: Latency = { median: 5, p99: 25 };
/** Configured: two for each service, this many at most. */
export const MOST_UPDATERS = 600;
/** Quota: invocations a second for each unit of a function's concurrency. */
export const INVOCATIONS_A_SECOND = 10;

/** Measured: one EVALSHA of the write script with what Redis does around it, and each of its writes. Milliseconds. */
export const REDIS_CALL = 0.015;
export const REDIS_WRITE = 0.0041;

/** Documented: a global table replicates within a second, usually. */
export const REPLICATION: Latency = { median: 500, p99: 1_500 };

/** Configured: services that one region has queues for. */
export const MOST_SERVICES_A_REGION = 1_000;
