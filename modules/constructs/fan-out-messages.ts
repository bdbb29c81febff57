import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { ConstructError } from "../errors";
import { eachOf } from "./each-of";
import type { EventSource } from "./event-source";
import type { FanOut } from "./fan-out";
import type { LambdaFunction } from "./lambda-function";
import { sidOf } from "./policy";
import { VISIBILITY_FACTOR } from "./queue-messages";
import { System } from "./system";

export interface FanOutMessagesProps {
  /** Messages an invocation (1 to 10). @default 10 */
  readonly batchSize?: number;
  /** Most invocations at once for each queue (2 to 1,000), so that none of them takes the place of the others. */
  readonly maximumConcurrency: number;
}

/** The queues of a fan-out → one function: a mapping for each, and what the pollers do under the function's role. */
export class FanOutMessages implements EventSource {
  constructor(
    private readonly fanOut: FanOut,
    private readonly props: FanOutMessagesProps,
  ) {}

  bind(fn: LambdaFunction): void {
    const { visibilityTimeoutSeconds } = this.fanOut.props;
    const least = VISIBILITY_FACTOR * fn.timeout;
    if (visibilityTimeoutSeconds < least) {
      throw new ConstructError(
        this.fanOut,
        `visibilityTimeoutSeconds is ${visibilityTimeoutSeconds}, and ${fn.node.path} may take ${fn.timeout} s. ` +
          `AWS asks for at least ${VISIBILITY_FACTOR} times that: set ${least} or more.`,
      );
    }
    const name = this.fanOut.node.id;
    fn.allow({
      sid: sidOf("Poll", name),
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      // By name: a policy has no room for the ARN of each.
      resources: [this.fanOut.queueArns],
    });
    fn.allow(System.of(fn).key.decrypt());
    this.fanOut.multiplied(
      new LambdaEventSourceMapping(fn, `from-${name}`, {
        eventSourceArn: eachOf(this.fanOut.queue, "arn"),
        functionName: fn.alias.arn,
        batchSize: this.props.batchSize ?? 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: this.props.maximumConcurrency },
        dependsOn: [fn.policy],
      }),
    );
  }
}
