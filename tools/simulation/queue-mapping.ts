import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { type Ending, Invocation } from "./invocation";
import type { Message, Queue } from "./queue";
import type { World } from "./world";

const BATCH_SIZE = 10;
/** Runs at the same time for one queue. */
const MAX_CONCURRENCY = 2;
/** Milliseconds. */
const FUNCTION_TIMEOUT = 30_000;

interface Options {
  readonly handler: (invocation: Invocation, records: readonly SQSRecord[]) => Promise<SQSBatchResponse>;
  /** Is told each message that the mapping deletes. */
  readonly onAcknowledged: (queue: Queue, message: Message) => void;
}

/** Lambda's poller of a queue, with partial batch responses. */
export class QueueMapping {
  private running = 0;
  private runs = 0;
  private polling = false;

  constructor(
    private readonly world: World,
    private readonly queue: Queue,
    private readonly options: Options,
  ) {
    queue.onVisible(() => this.poll());
  }

  private poll(): void {
    if (this.polling || this.running >= MAX_CONCURRENCY) return;
    this.polling = true;
    const { world, queue } = this;
    world.after(world.random.delay(5), () => {
      this.polling = false;
      const messages = queue.receive(BATCH_SIZE);
      if (messages.length === 0) return;
      this.running++;
      const name = `updater[${queue.name}.${++this.runs}](${messages.map(({ id }) => id.replace(/^.*#/, "#")).join(" ")})`;
      Invocation.start(
        world,
        { name, timeout: FUNCTION_TIMEOUT },
        (invocation) => this.options.handler(invocation, messages.map(record(queue))),
        (ending) => this.goOn(messages, ending),
      );
      this.poll();
    });
  }

  private goOn(messages: readonly Message[], ending: Ending<SQSBatchResponse>): void {
    this.running--;
    const failed = this.failedOf(messages, ending);
    for (const message of messages) {
      if (failed.has(message.id)) this.queue.release(message);
      else {
        this.options.onAcknowledged(this.queue, message);
        this.queue.delete(message);
      }
    }
    this.poll();
  }

  private failedOf(messages: readonly Message[], ending: Ending<SQSBatchResponse>): ReadonlySet<string> {
    const all = new Set(messages.map(({ id }) => id));
    if (ending.kind === "failed") return all;
    const failed = ending.result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    // An identifier that is none of the batch's makes Lambda take the whole batch for failed.
    return failed.every((id) => all.has(id)) ? new Set(failed) : all;
  }
}

/** @returns how Lambda hands a message over */
function record(queue: Queue): (message: Message) => SQSRecord {
  return ({ id, body, sentAt, receives }) => ({
    messageId: id,
    receiptHandle: `receipt of ${id}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: "AIDAIT2UOQQY3AUEKVGXU",
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: queueArn(queue.name),
    awsRegion: "us-east-1",
  });
}

const ARN_PREFIX = "arn:aws:sqs:us-east-1:123456789012:";

function queueArn(name: string): string {
  return `${ARN_PREFIX}${name}`;
}

/** @throws Error for the ARN of any other queue. */
export function queueOfArn(arn: string): string {
  if (!arn.startsWith(ARN_PREFIX)) throw new Error(`${arn} is no queue of this history.`);
  return arn.slice(ARN_PREFIX.length);
}
