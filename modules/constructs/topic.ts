import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Access } from "./access";
import { denyInsecureTransport, type PolicyStatement, policyJson, sidOf } from "./policy";
import type { Queue } from "./queue";
import { System } from "./system";

export interface SubscriptionProps {
  /** Message attribute → accepted values; on the subscription itself. @default every message */
  readonly filterPolicy?: Readonly<Record<string, readonly unknown[]>>;
  /** Delivers the message without SNS's envelope. @default true */
  readonly rawMessageDelivery?: boolean;
}

/** An encrypted SNS topic that takes messages over TLS only. */
export class Topic extends Construct {
  readonly resource: SnsTopic;
  /** The ARN by name, for what the topic itself depends on: a reference would make each wait for the other. */
  readonly arnByName: string;
  private readonly publishers: PolicyStatement[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const system = System.of(this);
    const name = system.label.name(id, 256);
    this.arnByName = system.arn("sns", name);
    this.resource = new SnsTopic(this, "resource", {
      name,
      kmsMasterKeyId: system.key.arn,
    });
    new SnsTopicPolicy(this, "policy", {
      arn: this.arn,
      policy: Lazy.stringValue({
        produce: () => policyJson([denyInsecureTransport(["sns:Publish"], [this.arn]), ...this.publishers]),
      }),
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Lets a function publish; its environment variable holds the topic's ARN. */
  publish(): Access {
    const system = System.of(this);
    return {
      value: this.arn,
      statements: [
        { sid: sidOf("PublishTo", this.node.id), actions: ["sns:Publish"], resources: [this.arn] },
        system.key.encrypt(),
      ],
      reach: "sns",
    };
  }

  /** Lets an AWS service publish on behalf of one source of this account. */
  allowPublish(service: string, sourceArn: string): void {
    const system = System.of(this);
    system.key.allowService(service, sourceArn);
    this.publishers.push({
      sid: sidOf("AllowPublishBy", service.split(".")[0] ?? service),
      principal: { service },
      actions: ["sns:Publish"],
      resources: [this.arn],
      conditions: { ArnLike: { "aws:SourceArn": sourceArn } },
    });
  }

  /** Sends each message, or those that the filter lets through, to a queue: subscription and both permissions. */
  subscribe(queue: Queue, props: SubscriptionProps = {}): SnsTopicSubscription {
    System.of(this).key.allowService("sns.amazonaws.com", this.arnByName);
    queue.allowSend("sns.amazonaws.com", this.arn);
    return new SnsTopicSubscription(this, `to-${queue.node.id}`, {
      topicArn: this.arn,
      protocol: "sqs",
      endpoint: queue.arn,
      rawMessageDelivery: props.rawMessageDelivery ?? true,
      ...(props.filterPolicy === undefined ? {} : { filterPolicy: JSON.stringify(props.filterPolicy) }),
    });
  }
}
