import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Deployment } from "./deployment";
import { eventually } from "./eventually";

/** A queue of the tests' own that listens to a topic, and is gone when they are done. */
export class EventTap {
  private readonly events: Record<string, unknown>[] = [];

  private constructor(
    private readonly sqs: SQSClient,
    private readonly sns: SNSClient,
    private readonly queueUrl: string,
    private readonly subscriptionArn: string,
  ) {}

  static async open({ client }: Deployment, topicArn: string, name: string): Promise<EventTap> {
    const sqs = new SQSClient(client);
    const sns = new SNSClient(client);
    const [region, account] = topicArn.split(":").slice(3, 5);
    const queueArn = `arn:aws:sqs:${region}:${account}:${name}`;
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        },
      ],
    };
    const { QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { Policy: JSON.stringify(policy) } }),
    );
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    const { SubscriptionArn = "" } = await sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: "sqs",
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: "true" },
        ReturnSubscriptionArn: true,
      }),
    );
    return new EventTap(sqs, sns, QueueUrl, SubscriptionArn);
  }

  /**
   * Waits for as many events about one thing.
   *
   * @param member which member of an event names the thing
   */
  about(id: string, count: number, budgetMs: number, member = "id"): Promise<readonly Record<string, unknown>[]> {
    return eventually(`${count} events about ${id}`, budgetMs, async () => {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      this.events.push(...Messages.map(({ Body }) => JSON.parse(Body ?? "{}")));
      const found = this.events.filter((event) => event[member] === id);
      return found.length >= count ? found : undefined;
    });
  }

  async close(): Promise<void> {
    await this.sns.send(new UnsubscribeCommand({ SubscriptionArn: this.subscriptionArn }));
    await this.sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }
}
