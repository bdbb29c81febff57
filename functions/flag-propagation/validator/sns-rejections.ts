import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { messageBody } from "../../shared/aws/message-body";
import type { Verdict } from "../flag/verdict";
import type { RejectionTopic } from "./ports";

/** The topic that tells whoever wants to know that a change was refused, and why. */
export class SnsRejectionTopic implements RejectionTopic {
  constructor(
    private readonly client: () => SNSClient,
    private readonly topicArn: string,
    private readonly environment: string,
  ) {}

  async announce(verdict: Verdict): Promise<void> {
    await this.client().send(
      new PublishCommand({
        TopicArn: this.topicArn,
        Message: messageBody(verdict),
        MessageAttributes: {
          flag: { DataType: "String", StringValue: verdict.flag_id },
          version: { DataType: "Number", StringValue: String(verdict.version) },
          environment: { DataType: "String", StringValue: this.environment },
        },
      }),
    );
  }
}
