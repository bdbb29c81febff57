import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import type { ITerraformDependable } from "cdktf";
import { ConstructError } from "../errors";
import type { EventSource } from "./event-source";
import type { LambdaFunction } from "./lambda-function";
import { sidOf } from "./policy";
import type { Queue } from "./queue";
import { System } from "./system";

export interface QueueMessagesProps {
  /** Messages an invocation (1 to 10, or 10,000 with a batching window). @default 10 */
  readonly batchSize?: number;
  /** How long to wait for a full batch, in seconds (0 to 300). @default 0 */
  readonly maximumBatchingWindowInSeconds?: number;
  /** Most invocations at once (2 to 1,000). @default the function's reserved concurrency decides */
  readonly maximumConcurrency?: number;
  /** What must be there before the first message is taken. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** AWS's rule: a queue hides a message at least this many times as long as its function may take. */
export const VISIBILITY_FACTOR = 6;

/** Queue → function: mapping with partial batch responses, and what the poller does under the function's role. */
export class QueueMessages implements EventSource {
  constructor(
    private readonly queue: Queue,
    private readonly props: QueueMessagesProps,
  ) {}

  bind(fn: LambdaFunction): void {
    const least = VISIBILITY_FACTOR * fn.timeout;
    if (this.queue.visibilityTimeout < least) {
      throw new ConstructError(
        this.queue,
        `visibilityTimeoutSeconds is ${this.queue.visibilityTimeout}, and ${fn.node.path} may take ${fn.timeout} s. ` +
          `AWS asks for at least ${VISIBILITY_FACTOR} times that, so that no message is delivered twice while it is worked on: set ${least} or more.`,
      );
    }
    const name = this.queue.node.id;
    fn.allow({
      sid: sidOf("Poll", name),
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [this.queue.arn],
    });
    fn.allow(System.of(fn).key.decrypt());
    new LambdaEventSourceMapping(fn, `from-${name}`, {
      eventSourceArn: this.queue.arn,
      functionName: fn.alias.arn,
      batchSize: this.props.batchSize ?? 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(this.props.maximumBatchingWindowInSeconds === undefined
        ? {}
        : { maximumBatchingWindowInSeconds: this.props.maximumBatchingWindowInSeconds }),
      ...(this.props.maximumConcurrency === undefined
        ? {}
        : { scalingConfig: { maximumConcurrency: this.props.maximumConcurrency } }),
      dependsOn: [fn.policy, ...(this.props.after ?? [])],
    });
  }
}
