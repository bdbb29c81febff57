import { EventQueue } from "../event-queue";
import { Random } from "../random";
import { type Load, type Sizes, sizesOf } from "./deployment";
import { LatencyDraw } from "./latency";
import type { Latency } from "./times";
import * as defaults from "./times";

// Taken once: where tests run, each look at a global costs more than the arithmetic.
const { ceil, floor, imul, max, min } = Math;

/** Times that a prediction is made with. Milliseconds. */
export interface Times {
  readonly replication: Latency;
  readonly stream: Latency;
  readonly pollInterval: number;
  readonly validatorBatch: Latency;
  readonly validatorRecord: number;
  readonly delivery: Latency;
  readonly receive: Latency;
  readonly updaterBatch: Latency;
  readonly redisCall: number;
  readonly redisWrite: number;
}

export const TIMES: Times = {
  replication: defaults.REPLICATION,
  stream: defaults.STREAM_DELAY,
  pollInterval: defaults.STREAM_POLL_INTERVAL,
  validatorBatch: defaults.VALIDATOR_BATCH,
  validatorRecord: defaults.VALIDATOR_RECORD,
  delivery: defaults.TOPIC_DELIVERY,
  receive: defaults.QUEUE_RECEIVE,
  updaterBatch: defaults.UPDATER_BATCH,
  redisCall: defaults.REDIS_CALL,
  redisWrite: defaults.REDIS_WRITE,
};

/** From the write in the table to the last service's cache, over all changes. Milliseconds. */
export interface Prediction {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

interface Options {
  /** Changes to look at, after as many tenths to warm up. */
  readonly changes: number;
  readonly seed: number;
  /** @default TIMES */
  readonly times?: Times;
}

/**
 * A queueing model of the propagation, event by event: changes come at random, wait in their lane of the stream, are
 * fanned out, wait in each service's queue for one of its two batches, for a place in the updater, and for Redis. The
 * same seed gives the same prediction.
 */
export function predict(load: Load, { changes, seed, times = TIMES }: Options): Prediction {
  const draw = new LatencyDraw(new Random(seed));
  const warmUp = ceil(changes / 10);
  const written: number[] = [];
  for (let at = 0; written.length < warmUp + changes; written.push(at)) at += draw.untilNext(load.rate);
  const last = new Float64Array(written.length);
  for (let region = 0; region < load.regions; region++) {
    // The first region has the table that is written to, the others have its replicas.
    const arrivals = written.map((at) => (region === 0 ? at : at + draw.of(times.replication)));
    const converged = new Region(sizesOf(load), times, new Random(seed * 1_000 + region + 1)).run(arrivals);
    for (const [change, at] of converged.entries()) last[change] = max(last[change] ?? 0, at);
  }
  const durations = written.map((at, change) => (last[change] ?? 0) - at).slice(warmUp);
  const sorted = durations.sort((a, b) => a - b);
  const share = (part: number) => sorted[min(sorted.length - 1, floor(part * sorted.length))] ?? 0;
  return { mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length, p50: share(0.5), p99: share(0.99) };
}

type Event =
  | { readonly kind: "polled"; readonly change: number }
  | { readonly kind: "validated"; readonly lane: number; readonly changes: readonly number[] }
  | { readonly kind: "delivered"; readonly service: number; readonly change: number }
  | { readonly kind: "received"; readonly service: number }
  | { readonly kind: "at-redis"; readonly service: number; readonly changes: readonly number[] }
  | { readonly kind: "updated"; readonly service: number; readonly changes: readonly number[] };

interface Lane {
  waiting: number[];
  busy: boolean;
}

interface ServiceQueue {
  messages: number[];
  /** Batches that are received, invoked for or written. */
  running: number;
}

/** One region, from the stream of its table to its caches. */
class Region {
  private readonly events = new EventQueue<Event>();
  private readonly draw: LatencyDraw;
  private readonly lanes: readonly Lane[];
  private readonly phases: readonly number[];
  private readonly queues: readonly ServiceQueue[];
  /** Batches that wait for a place in the updater. */
  private throttled: { service: number; changes: readonly number[] }[] = [];
  /** Those before this place have got theirs. */
  private served = 0;
  private updating = 0;
  /** When the updater may be invoked again: invocations a second have a quota, with a burst of its concurrency. */
  private nextInvocation = 0;
  private redisFree = 0;

  constructor(
    private readonly sizes: Sizes,
    private readonly times: Times,
    random: Random,
  ) {
    this.draw = new LatencyDraw(random);
    const lanes = sizes.shards * defaults.PARALLELIZATION_FACTOR;
    this.lanes = Array.from({ length: lanes }, () => ({ waiting: [], busy: false }));
    this.phases = Array.from({ length: sizes.shards }, () => random.next() * times.pollInterval);
    this.queues = Array.from({ length: sizes.services }, () => ({ messages: [], running: 0 }));
  }

  /** @returns when each change was in the last cache, in the order of the arrivals */
  run(arrivals: readonly number[]): readonly number[] {
    const converged = arrivals.map(() => 0);
    for (const [change, at] of arrivals.entries()) {
      this.events.add(this.nextPoll(change, at + this.draw.of(this.times.stream)), { kind: "polled", change });
    }
    for (let next = this.events.take(); next !== undefined; next = this.events.take()) {
      this.happen(next.at, next.event, converged);
    }
    return converged;
  }

  private happen(now: number, event: Event, converged: number[]): void {
    switch (event.kind) {
      case "polled": {
        const lane = this.laneOf(event.change);
        this.lanes[lane]?.waiting.push(event.change);
        this.validate(now, lane);
        break;
      }
      case "validated": {
        const lane = this.lanes[event.lane];
        if (lane !== undefined) lane.busy = false;
        for (const change of event.changes) this.fanOut(now, change);
        this.validate(now, event.lane);
        break;
      }
      case "delivered":
        this.queues[event.service]?.messages.push(event.change);
        this.receive(now, event.service);
        break;
      case "received":
        this.invoke(now, event.service);
        break;
      case "at-redis": {
        const { redisCall, redisWrite } = this.times;
        this.redisFree = max(this.redisFree, now) + redisCall + event.changes.length * redisWrite;
        this.events.add(this.redisFree, { ...event, kind: "updated" });
        break;
      }
      case "updated": {
        for (const change of event.changes) converged[change] = max(converged[change] ?? 0, now);
        this.updating--;
        const queue = this.queues[event.service];
        if (queue !== undefined) queue.running--;
        this.updateNext(now);
        this.receive(now, event.service);
        break;
      }
    }
  }

  private validate(now: number, number: number): void {
    const lane = this.lanes[number];
    if (lane === undefined || lane.busy || lane.waiting.length === 0) return;
    lane.busy = true;
    const changes = lane.waiting.splice(0, defaults.STREAM_BATCH);
    const time = this.draw.of(this.times.validatorBatch) + changes.length * this.times.validatorRecord;
    this.events.add(now + time, { kind: "validated", lane: number, changes });
  }

  private fanOut(now: number, change: number): void {
    for (let service = 0; service < this.queues.length; service++) {
      this.events.add(now + this.draw.of(this.times.delivery), { kind: "delivered", service, change });
    }
  }

  private receive(now: number, service: number): void {
    const queue = this.queues[service];
    if (queue === undefined || queue.running >= defaults.QUEUE_CONCURRENCY || queue.messages.length === 0) return;
    queue.running++;
    this.events.add(now + this.draw.of(this.times.receive), { kind: "received", service });
  }

  private invoke(now: number, service: number): void {
    const queue = this.queues[service];
    if (queue === undefined) return;
    const changes = queue.messages.splice(0, defaults.QUEUE_BATCH);
    if (changes.length === 0) {
      queue.running--;
      return;
    }
    this.receive(now, service);
    if (this.updating < this.sizes.updaters) this.update(now, service, changes);
    else this.throttled.push({ service, changes });
  }

  private updateNext(now: number): void {
    const next = this.throttled[this.served];
    if (next === undefined) {
      this.throttled = [];
      this.served = 0;
      return;
    }
    this.served++;
    this.update(now, next.service, next.changes);
  }

  private update(now: number, service: number, changes: readonly number[]): void {
    this.updating++;
    const interval = 1000 / (this.sizes.updaters * defaults.INVOCATIONS_A_SECOND);
    const burst = this.sizes.updaters * interval;
    this.nextInvocation = max(this.nextInvocation, now - burst) + interval;
    const start = max(now, this.nextInvocation);
    this.events.add(start + this.draw.of(this.times.updaterBatch), { kind: "at-redis", service, changes });
  }

  /** Flags are many, and spread over the shards and lanes evenly. */
  private laneOf(change: number): number {
    return (imul(change + 1, 0x9e3779b1) >>> 0) % this.lanes.length;
  }

  private nextPoll(change: number, at: number): number {
    const { pollInterval } = this.times;
    if (pollInterval === 0) return at;
    const phase = this.phases[floor(this.laneOf(change) / defaults.PARALLELIZATION_FACTOR)] ?? 0;
    return ceil((at - phase) / pollInterval) * pollInterval + phase;
  }
}
