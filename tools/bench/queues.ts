import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** A stack of any size: queues with dead-letter queue, policy and subscription, as plain provider resources. */
export class QueuesStack extends TerraformStack {
  constructor(scope: Construct, id: string, count: number) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-central-1" });
    const topic = new SnsTopic(this, "changes", { name: "changes" });
    for (let index = 1; index <= count; index++) addQueue(this, topic, `consumer-${index}`);
  }
}

function addQueue(stack: QueuesStack, topic: SnsTopic, name: string): void {
  const part = new Construct(stack, name);
  const deadLetters = new SqsQueue(part, "dead-letters", { name: `${name}-dead-letters` });
  const queue = new SqsQueue(part, "queue", {
    name,
    visibilityTimeoutSeconds: 60,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
  });
  new SqsQueuePolicy(part, "policy", {
    queueUrl: queue.url,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
      ],
    }),
  });
  new SnsTopicSubscription(part, "subscription", { topicArn: topic.arn, protocol: "sqs", endpoint: queue.arn });
}
