import type { DynamoDBBatchResponse } from "aws-lambda";
import { type Ending, Invocation } from "./invocation";
import type { StreamEntry } from "./table";
import type { World } from "./world";

const BATCH_SIZE = 10;
/** Milliseconds. */
const FUNCTION_TIMEOUT = 30_000;
const RETRY_DELAY = 200;
const STREAM_DELAY = 20;

interface Options {
  /** What the log calls the function. */
  readonly name: string;
  /** Has a listener told each write that the mapping's filter lets through. */
  readonly source: (listener: (entry: StreamEntry) => void) => void;
  /** Shards times parallelization factor: lanes that are read at the same time, each in its own order. */
  readonly lanes: number;
  readonly handler: (invocation: Invocation, entries: readonly StreamEntry[]) => Promise<DynamoDBBatchResponse>;
  /** Is told each record that the mapping will never deliver again. */
  readonly onPassed: (entry: StreamEntry) => void;
}

/**
 * Lambda's poller of a table's stream, with partial batch responses and bisect on error. All records of one flag are in
 * one lane, in their order. A run that fails is repeated with half its batch, and a record that is reported as failed
 * is delivered again with everything after it. Retries have no end here, so that no record is given up.
 */
export class StreamMapping {
  private readonly lanes: Lane[];

  constructor(world: World, options: Options) {
    this.lanes = Array.from({ length: options.lanes }, (_, number) => new Lane(world, number + 1, options));
    options.source((entry) => {
      const lane = this.lanes[hash(entry.item.flag_id) % this.lanes.length];
      lane?.tell(entry);
    });
  }

  /** Whether every record has been passed. */
  get idle(): boolean {
    return this.lanes.every((lane) => lane.idle);
  }
}

class Lane {
  /** In the order of the stream. */
  private readonly entries: StreamEntry[] = [];
  /** Records before this place are not delivered any more. */
  private checkpoint = 0;
  /** The last place that was passed, which a lost checkpoint falls behind. */
  private passed = 0;
  private size = BATCH_SIZE;
  private busy = false;
  private told = 0;
  private lastOut = 0;
  private runs = 0;

  constructor(
    private readonly world: World,
    private readonly number: number,
    private readonly options: Options,
  ) {}

  get idle(): boolean {
    return this.checkpoint === this.told;
  }

  /** A record comes out of the stream after a while, and never before those that were written before it. */
  tell(entry: StreamEntry): void {
    const { world } = this;
    this.told++;
    this.lastOut = Math.max(this.lastOut, world.now + world.random.delay(STREAM_DELAY));
    world.after(this.lastOut - world.now, () => {
      this.entries.push(entry);
      this.poll();
    });
  }

  private poll(): void {
    if (this.busy || this.checkpoint === this.entries.length) return;
    this.busy = true;
    const { world, options } = this;
    world.after(world.random.delay(2), () => {
      const from = this.checkpoint;
      const batch = this.entries.slice(from, from + world.random.between(1, this.size));
      const name = `${options.name}[${this.number}.${++this.runs}](${batch.map(({ item }) => `${item.flag_id} v${item.version}`).join(", ")})`;
      Invocation.start(
        world,
        { name, timeout: FUNCTION_TIMEOUT },
        (invocation) => options.handler(invocation, batch),
        (ending) => this.goOn(from, batch, ending),
      );
    });
  }

  private goOn(from: number, batch: readonly StreamEntry[], ending: Ending<DynamoDBBatchResponse>): void {
    const done = this.doneOf(batch, ending);
    const failed = done < batch.length;
    if (ending.kind === "failed") this.size = Math.max(1, batch.length >> 1);
    else if (!failed) this.size = BATCH_SIZE;
    this.checkpoint = from + done;
    for (; this.passed < this.checkpoint; this.passed++) {
      const entry = this.entries[this.passed];
      if (entry !== undefined) this.options.onPassed(entry);
    }
    if (this.world.random.chance(this.world.faults.on.acknowledgementLost)) {
      this.checkpoint = this.world.random.between(0, this.checkpoint);
      this.world.say(
        () => `stream lane ${this.number} of the ${this.options.name} goes back to place ${this.checkpoint}`,
      );
    }
    this.world.after(failed ? RETRY_DELAY : 0, () => {
      this.busy = false;
      this.poll();
    });
  }

  /** How many records of the batch, from its first on, need no further delivery. */
  private doneOf(batch: readonly StreamEntry[], ending: Ending<DynamoDBBatchResponse>): number {
    if (ending.kind === "failed") return 0;
    const failures = ending.result.batchItemFailures.map(({ itemIdentifier }) =>
      batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
    );
    // An identifier that is none of the batch's makes Lambda take the whole batch for failed.
    return failures.length === 0 ? batch.length : Math.max(0, Math.min(...failures));
  }
}

function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
  return sum;
}
