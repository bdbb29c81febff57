import { jsonObject, text } from "./attributes";
import { onBehalfOf } from "./calls";
import { deliverByRole, deliverByService } from "./delivery";
import { type Connection, connection, type EdgeRule } from "./edge-rule";

const SERVICE = "sns.amazonaws.com";

/** Protocols that SNS delivers over without any permission in this account. */
const OUTSIDE: ReadonlySet<string> = new Set(["email", "email-json", "http", "https", "sms", "application"]);

/** Topic → queue, function or delivery stream; and what could not be delivered → the subscription's dead-letter queue. */
export const subscription: EdgeRule = {
  type: "aws_sns_topic_subscription",
  connections: ({ attributes }, view): readonly Connection[] => {
    const topic = text(attributes, "topic_arn");
    const endpoint = text(attributes, "endpoint");
    const protocol = text(attributes, "protocol") ?? "";
    if (topic === undefined || endpoint === undefined) return [];
    const from = view.address(topic);
    const sender = { service: SERVICE, context: onBehalfOf(topic, view.world.account) };
    const role = text(attributes, "subscription_role_arn");
    const reason = "SNS delivers a message";
    const calls = OUTSIDE.has(protocol)
      ? []
      : role === undefined
        ? deliverByService(view, sender, endpoint, reason)
        : deliverByRole(view, view.role(role), endpoint, reason);
    const deadLetters = text(jsonObject(attributes, "redrive_policy"), "deadLetterTargetArn");
    return [
      connection("subscription", from, view.address(endpoint), calls),
      ...(deadLetters === undefined
        ? []
        : [
            connection(
              "dead letters",
              from,
              view.address(deadLetters),
              deliverByService(view, sender, deadLetters, "SNS hands over what it could not deliver"),
            ),
          ]),
    ];
  },
};
