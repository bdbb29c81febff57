import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { messageBody } from "../../shared/aws/message-body";
import type { ChangeEvent } from "./change-event";

/** Where changes are told. */
export interface ChangeTopic {
  publish(event: ChangeEvent): Promise<void>;
}

export class SnsChangeTopic implements ChangeTopic {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
    private readonly environment: string,
  ) {}

  async publish(event: ChangeEvent): Promise<void> {
    await this.sns.send(
      new PublishCommand({
        TopicArn: this.topicArn,
        Message: messageBody(event),
        // What a subscription can filter on.
        MessageAttributes: {
          type: { DataType: "String", StringValue: event.type },
          id: { DataType: "String", StringValue: event.id },
          version: { DataType: "Number", StringValue: String(event.version) },
          environment: { DataType: "String", StringValue: this.environment },
        },
      }),
    );
  }
}
