import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, type QueueAttributeName, SQSClient } from "@aws-sdk/client-sqs";
import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import { clientOptions } from "../../../functions/shared/aws/client-options";
import { CREDENTIALS, REGION } from "../../local/emulator";

/** A topic with queues behind it. */
export interface FanOut {
  readonly queueUrls: readonly string[];
  /** Resolves once the topic has the message. */
  publish(change: FlagChange): Promise<void>;
}

export interface Clients {
  readonly kms: KMSClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** The clients, with the limits that functions give them. */
export function clientsOf(endpoint: string): Clients {
  const options = { ...clientOptions, endpoint, region: REGION, credentials: CREDENTIALS };
  return { kms: new KMSClient(options), sns: new SNSClient(options), sqs: new SQSClient(options) };
}

export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

/** @returns the queue's URL */
export async function createQueue(sqs: SQSClient, name: string, attributes: QueueAttributes): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return given(QueueUrl);
}

/** @param raw `true` for messages without SNS's envelope */
export async function subscribe(sns: SNSClient, topicArn: string, queueArn: string, raw: string): Promise<void> {
  const Attributes = { RawMessageDelivery: raw };
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn, Attributes }));
}

export function queueArn(account: string, name: string): string {
  return `arn:aws:sqs:${REGION}:${account}:${name}`;
}

export function accountIn(arn: string): string {
  return given(arn.split(":")[4]);
}

export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("The emulator left out of an answer what AWS always puts into it.");
  return value;
}
