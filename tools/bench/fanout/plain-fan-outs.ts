import { CreateTopicCommand, type MessageAttributeValue, PublishCommand } from "@aws-sdk/client-sns";
import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import { serviceNames } from "../../../functions/flag-propagation/services";
import { messageBody } from "../../../functions/shared/aws/message-body";
import { eachAtOnce } from "../../each-at-once";
import { accountIn, type Clients, createQueue, type FanOut, given, queueArn, subscribe } from "./fan-out";

/**
 * The same message through a plain topic into plain queues: no key, no dead letters, one Publish. Each queue has the
 * statement that AWS's documentation gives it, without which no topic may deliver to it.
 */
export function bareFanOut(clients: Clients, count: number): Promise<FanOut> {
  return plainFanOut(clients, count, "bare", {
    attributesOf: messageAttributes,
    statementOf: (queueArn, topicArn) => ({
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
    }),
  });
}

/** Less than anybody would deploy: the body alone, into queues that take messages from every topic there is. */
export function openFanOut(clients: Clients, count: number): Promise<FanOut> {
  return plainFanOut(clients, count, "open", { attributesOf: () => ({}), statementOf: () => ({ Resource: "*" }) });
}

interface Plain {
  readonly attributesOf: typeof messageAttributes;
  readonly statementOf: (queueArn: string, topicArn: string) => object;
}

async function plainFanOut(
  { sns, sqs }: Clients,
  count: number,
  name: string,
  { attributesOf, statementOf }: Plain,
): Promise<FanOut> {
  const topicArn = given((await sns.send(new CreateTopicCommand({ Name: name }))).TopicArn);
  const account = accountIn(topicArn);
  const queueUrls = await eachAtOnce(serviceNames(count), async (service) => {
    const queueName = `${name}-${service}`;
    const statement = {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      ...statementOf(queueArn(account, queueName), topicArn),
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const url = await createQueue(sqs, queueName, { Policy });
    await subscribe(sns, topicArn, queueArn(account, queueName), "true");
    return url;
  });
  const publish = async (change: FlagChange) => {
    const MessageAttributes = attributesOf(change);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: messageBody(change), MessageAttributes }));
  };
  return { queueUrls, publish };
}

/** The attributes that the validator gives a message. */
function messageAttributes({ flag_id, version, environment }: FlagChange): Record<string, MessageAttributeValue> {
  return {
    flag: { DataType: "String", StringValue: flag_id },
    version: { DataType: "Number", StringValue: String(version) },
    environment: { DataType: "String", StringValue: environment },
  };
}
