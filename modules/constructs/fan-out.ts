import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import { eachOf } from "./each-of";
import type { EventSource } from "./event-source";
import { FanOutMessages, type FanOutMessagesProps } from "./fan-out-messages";
import { denyInsecureTransport, type PolicyStatement, policyJson } from "./policy";
import { System } from "./system";
import type { Topic } from "./topic";

export interface FanOutProps {
  readonly topic: Topic;
  /** Terraform expression of the set of receivers: a queue for each, named after it. */
  readonly receivers: `\${${string}}`;
  /** What fits every receiver's name and nothing else, with `?` for each digit of its number: `service-????`. */
  readonly pattern: string;
  /** Terraform expression of a receiver's filter policy, where `each.key` is the receiver; null takes every message. */
  readonly filterPolicy?: `\${${string}}`;
  /** How long a message taken stays hidden, in seconds (0 to 43,200). */
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is taken before it counts as poison (1 to 1,000). */
  readonly maxReceiveCount: number;
  /** The oldest message may be this old before the alarm goes off, in seconds. */
  readonly ageAlarmSeconds: number;
}

/** Seconds: as long as SQS keeps anything. */
const FOURTEEN_DAYS = 1209600;

/**
 * Topic → a queue for each receiver, with a dead-letter queue behind each and an alarm on both. Terraform multiplies
 * the blocks (`for_each`), so that one variable says how many there are, here and where this is used as a module.
 */
export class FanOut extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetterQueue: SqsQueue;
  /** ARN pattern of the queues. */
  readonly queueArns: string;
  /** Name of a queue, with `*` for its receiver. */
  readonly queueNames: string;

  constructor(
    scope: Construct,
    id: string,
    readonly props: FanOutProps,
  ) {
    super(scope, id);
    if (!/^[a-z-]+\?+$/.test(props.pattern)) {
      throw new ConstructError(
        this,
        `pattern is '${props.pattern}'. Write it as 'service-????': a word, and ? for each digit.`,
      );
    }
    const system = System.of(this);
    const encrypted = { kmsMasterKeyId: system.key.arn, kmsDataKeyReusePeriodSeconds: 300 };
    this.queueNames = system.label.name("*", 80);
    this.queueArns = system.arn("sqs", system.label.name(props.pattern, 80));

    const deadLetters = system.label.name("dead-letters-${each.key}", 80);
    this.deadLetterQueue = this.multiplied(
      new SqsQueue(this, "dead-letters", {
        name: deadLetters,
        messageRetentionSeconds: FOURTEEN_DAYS,
        // Within the queue: hundreds of policies of their own would take Terraform as long again.
        policy: policyJson([this.tlsOnly(system.arn("sqs", deadLetters))]),
        ...encrypted,
      }),
    );
    const name = system.label.name("${each.key}", 80);
    const arn = system.arn("sqs", name);
    system.key.allowService("sns.amazonaws.com", props.topic.arnByName);
    this.queue = this.multiplied(
      new SqsQueue(this, "queue", {
        name,
        visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
        messageRetentionSeconds: FOURTEEN_DAYS,
        policy: policyJson([
          this.tlsOnly(arn),
          {
            sid: "AllowSendByTopic",
            principal: { service: "sns.amazonaws.com" },
            actions: ["sqs:SendMessage"],
            resources: [arn],
            conditions: { ArnEquals: { "aws:SourceArn": props.topic.arn } },
          },
        ]),
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: eachOf(this.deadLetterQueue, "arn"),
          maxReceiveCount: props.maxReceiveCount,
        }),
        ...encrypted,
      }),
    );
    const subscription = this.multiplied(
      new SnsTopicSubscription(this, "subscription", {
        topicArn: props.topic.arn,
        protocol: "sqs",
        endpoint: eachOf(this.queue, "arn"),
        rawMessageDelivery: true,
      }),
    );
    if (props.filterPolicy !== undefined) subscription.addOverride("filter_policy", props.filterPolicy);
    this.watch();
  }

  /** Invokes a function with the messages of all the queues: a mapping for each. */
  messages(props: FanOutMessagesProps): EventSource {
    return new FanOutMessages(this, props);
  }

  /** Makes a block one for each receiver. */
  multiplied<Resource extends TerraformResource>(resource: Resource): Resource {
    resource.addOverride("for_each", this.props.receivers);
    return resource;
  }

  /** By name: a policy that stands within its queue can't refer to it. */
  private tlsOnly(arn: string): PolicyStatement {
    return denyInsecureTransport(["sqs:SendMessage", "sqs:ReceiveMessage"], [arn]);
  }

  private watch(): void {
    const system = System.of(this);
    const common = {
      namespace: "AWS/SQS",
      statistic: "Maximum",
      comparisonOperator: "GreaterThanThreshold",
      // No traffic is no fault.
      treatMissingData: "notBreaching",
      alarmActions: [system.alarmTopic.arn],
      okActions: [system.alarmTopic.arn],
    };
    this.multiplied(
      new CloudwatchMetricAlarm(this, "age", {
        ...common,
        alarmName: system.label.name("${each.key}-age", 255),
        alarmDescription: "The oldest message for ${each.key} waits too long: its consumer lags or fails.",
        metricName: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: eachOf(this.queue, "name") },
        threshold: this.props.ageAlarmSeconds,
        period: 60,
        evaluationPeriods: 1,
      }),
    );
    this.multiplied(
      new CloudwatchMetricAlarm(this, "not-empty", {
        ...common,
        alarmName: system.label.name("dead-letters-${each.key}-not-empty", 255),
        alarmDescription: "Something for ${each.key} could not be processed. Read it, mend the cause, send it back.",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: eachOf(this.deadLetterQueue, "name") },
        threshold: 0,
        period: 60,
        evaluationPeriods: 1,
      }),
    );
    system.dashboard.search(`${this.node.id}: oldest message (s)`, {
      namespace: "AWS/SQS",
      dimension: "QueueName",
      metricName: "ApproximateAgeOfOldestMessage",
      text: `${system.system} ${this.props.pattern.replace(/-\?+$/, "")}`,
      statistic: "Maximum",
    });
  }
}
