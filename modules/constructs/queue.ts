import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Access } from "./access";
import { Alarm } from "./alarm";
import type { EventSource } from "./event-source";
import { denyInsecureTransport, type PolicyStatement, policyJson, sidOf } from "./policy";
import { QueueMessages, type QueueMessagesProps } from "./queue-messages";
import { System } from "./system";

export interface QueueProps {
  /** How long a message taken stays hidden, in seconds (0 to 43,200). @default 60 */
  readonly visibilityTimeoutSeconds?: number;
  /** How long a message is kept, in seconds (60 to 1,209,600). @default 345600, four days */
  readonly messageRetentionSeconds?: number;
  /** Where a message goes that was taken too often. @default the system's dead-letter queue */
  readonly deadLetterQueue?: Queue | "none";
  /** How often a message is taken before it counts as poison (1 to 1,000). @default 5 */
  readonly maxReceiveCount?: number;
  /** The oldest message may be this old before the alarm goes off, in seconds. @default 900 */
  readonly ageAlarmSeconds?: number;
}

/** An encrypted SQS queue that takes messages over TLS only, with a dead-letter queue behind it and an alarm on each. */
export class Queue extends Construct {
  readonly resource: SqsQueue;
  /** Seconds. */
  readonly visibilityTimeout: number;
  private readonly senders: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: QueueProps = {}) {
    super(scope, id);
    const system = System.of(this);
    this.visibilityTimeout = this.inRange("visibilityTimeoutSeconds", props.visibilityTimeoutSeconds ?? 60, 0, 43200);
    const retention = this.inRange("messageRetentionSeconds", props.messageRetentionSeconds ?? 345600, 60, 1209600);
    const maxReceiveCount = this.inRange("maxReceiveCount", props.maxReceiveCount ?? 5, 1, 1000);
    const deadLetterQueue = props.deadLetterQueue ?? system.deadLetterQueue;

    this.resource = new SqsQueue(this, "resource", {
      name: system.label.name(id, 80),
      kmsMasterKeyId: system.key.arn,
      kmsDataKeyReusePeriodSeconds: 300,
      visibilityTimeoutSeconds: this.visibilityTimeout,
      messageRetentionSeconds: retention,
      ...(deadLetterQueue === "none"
        ? {}
        : { redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount }) }),
    });
    new SqsQueuePolicy(this, "policy", {
      queueUrl: this.resource.url,
      policy: Lazy.stringValue({
        produce: () =>
          policyJson([denyInsecureTransport(["sqs:SendMessage", "sqs:ReceiveMessage"], [this.arn]), ...this.senders]),
      }),
    });
    if (deadLetterQueue === "none") this.watchForAnyMessage();
    else this.watchAge(props.ageAlarmSeconds ?? 900);
  }

  get arn(): string {
    return this.resource.arn;
  }

  get url(): string {
    return this.resource.url;
  }

  /** Lets a function send; its environment variable holds the queue's URL. */
  send(): Access {
    return {
      value: this.url,
      statements: [
        { sid: sidOf("SendTo", this.node.id), actions: ["sqs:SendMessage"], resources: [this.arn] },
        System.of(this).key.encrypt(),
      ],
      reach: "sqs",
    };
  }

  /** Lets a role ask how many messages there are. */
  inspect(): PolicyStatement {
    return { sid: sidOf("SendTo", this.node.id), actions: ["sqs:GetQueueAttributes"], resources: [this.arn] };
  }

  /** Invokes a function with the queue's messages. */
  messages(props: QueueMessagesProps = {}): EventSource {
    return new QueueMessages(this, props);
  }

  /** Lets an AWS service send on behalf of one source of this account; the key has to let it in too. */
  allowSend(service: string, sourceArn: string): void {
    this.senders.push({
      sid: sidOf("AllowSendBy", service.split(".")[0] ?? service, String(this.senders.length)),
      principal: { service },
      actions: ["sqs:SendMessage"],
      resources: [this.arn],
      conditions: { ArnEquals: { "aws:SourceArn": sourceArn } },
    });
  }

  private watchAge(ageAlarmSeconds: number): void {
    new Alarm(this, "age", {
      description: `The oldest message in ${this.node.path} waits too long: its consumer lags or fails.`,
      ...this.metric("ApproximateAgeOfOldestMessage"),
      statistic: "Maximum",
      threshold: ageAlarmSeconds,
    });
    System.of(this).dashboard.graph(`${this.node.id}: oldest message (s)`, [
      { ...this.metric("ApproximateAgeOfOldestMessage"), statistic: "Maximum" },
    ]);
  }

  private watchForAnyMessage(): void {
    new Alarm(this, "not-empty", {
      description: `Something could not be processed and lies in ${this.node.path}. Read it, mend the cause, send it back.`,
      ...this.metric("ApproximateNumberOfMessagesVisible"),
      statistic: "Maximum",
      threshold: 0,
      period: 60,
    });
    System.of(this).dashboard.graph(`${this.node.id}: messages`, [
      { ...this.metric("ApproximateNumberOfMessagesVisible"), statistic: "Maximum" },
    ]);
  }

  private metric(metricName: string) {
    return { namespace: "AWS/SQS", metricName, dimensions: { QueueName: this.resource.name } };
  }

  private inRange(prop: string, value: number, least: number, most: number): number {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new ConstructError(this, `${prop} is ${value}. SQS takes a whole number from ${least} to ${most}.`);
  }
}
