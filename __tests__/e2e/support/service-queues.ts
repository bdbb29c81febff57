import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import type { Deployment } from "./deployment";

/** The queues of the services, as the topic sends to them. */
export class ServiceQueues {
  private readonly sqs: SQSClient;

  constructor(private readonly deployment: Deployment) {
    this.sqs = new SQSClient(deployment.client);
  }

  async send(service: string, body: object): Promise<void> {
    const QueueName = this.deployment.output("flag_propagation_service_queue_names").replace("*", service);
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName }));
    await this.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  }
}

/** A message about a version, as the validator publishes it. */
export function changeOf(flag: string, version: number): Record<string, unknown> & FlagChange {
  const at = Date.now();
  return {
    flag_id: flag,
    version,
    environment: "dev",
    written_at: at,
    received_at: at,
    validated_at: at,
    published_at: at,
    flag: { state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "off" },
  };
}
