import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { ConstructError } from "../errors";
import { Alarm } from "./alarm";
import type { EventSource } from "./event-source";
import type { LambdaFunction } from "./lambda-function";
import { sidOf } from "./policy";
import { System } from "./system";
import type { Table } from "./table";
import { unscopable } from "./unscopable";

export interface TableStreamProps {
  /** Records an invocation (1 to 10,000). @default 100 */
  readonly batchSize?: number;
  /** Batches of one shard worked on at once, in order per item (1 to 10). @default 1 */
  readonly parallelizationFactor?: number;
  /** How often a failing batch is tried again (0 to 10,000). @default 5 */
  readonly maximumRetryAttempts?: number;
  /** Records older than this are given up, in seconds (60 to 604,800). @default 86400, as long as the stream keeps them */
  readonly maximumRecordAgeInSeconds?: number;
  /** Event filter patterns; a record that fits one of them is delivered. @default every record */
  readonly filters?: readonly Readonly<Record<string, unknown>>[];
}

/** The oldest record may wait this long before the alarm goes off, in milliseconds. */
const STREAM_AGE_ALARM = 60_000;

/**
 * Table → function: a mapping that splits a failing batch until the bad record stands alone, and sends what it gives up
 * to the system's dead-letter queue; with what the poller does under the function's role.
 */
export class TableStream implements EventSource {
  constructor(
    private readonly table: Table,
    private readonly props: TableStreamProps,
  ) {}

  bind(fn: LambdaFunction): void {
    const { filters, parallelizationFactor = 1, batchSize = 100 } = this.props;
    if (parallelizationFactor < 1 || parallelizationFactor > 10) {
      throw new ConstructError(fn, `parallelizationFactor is ${parallelizationFactor}. Lambda takes 1 to 10.`);
    }
    const system = System.of(fn);
    const name = this.table.node.id;
    const streamArn = this.table.resource.streamArn;
    fn.allow({
      sid: sidOf("PollStreamOf", name),
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      resources: [streamArn],
    });
    fn.allow(unscopable("FindStreams", ["dynamodb:ListStreams"]));
    fn.allow(system.key.decrypt());
    fn.allowAll(system.deadLetterQueue.send().statements);
    new LambdaEventSourceMapping(fn, `from-${name}`, {
      eventSourceArn: streamArn,
      functionName: fn.alias.arn,
      startingPosition: "TRIM_HORIZON",
      batchSize,
      parallelizationFactor,
      maximumRetryAttempts: this.props.maximumRetryAttempts ?? 5,
      maximumRecordAgeInSeconds: this.props.maximumRecordAgeInSeconds ?? 86400,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: system.deadLetterQueue.arn } },
      ...(filters === undefined
        ? {}
        : { filterCriteria: { filter: filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })) } }),
      dependsOn: [fn.policy],
    });
    new Alarm(fn, "stream-age", {
      description: `${fn.node.path} is behind the stream of ${name}: it fails, is throttled, or its mapping is switched off.`,
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      dimensions: { FunctionName: fn.resource.functionName },
      statistic: "Maximum",
      threshold: STREAM_AGE_ALARM,
    });
  }
}
