import { text as textOf } from "../../guardrails/terraform-json";
import type { Call } from "../model";
import { serviceOf } from "./arn";
import { block, text } from "./attributes";
import { onBehalfOf } from "./calls";
import { deliverByRole, deliverByService } from "./delivery";
import { type Connection, connection, type EdgeRule } from "./edge-rule";

const SERVICE = "events.amazonaws.com";

/** Bus rule → function, queue, topic, state machine, stream or another bus; and what it gives up → its dead-letter queue. */
export const eventRuleTarget: EdgeRule = {
  type: "aws_cloudwatch_event_target",
  connections: ({ address, attributes }, view): readonly Connection[] => {
    const target = text(attributes, "arn");
    if (target === undefined) return [];
    const rule = view.named("aws_cloudwatch_event_rule", text(attributes, "rule"));
    const { account, partition, region } = view.world;
    const ruleArn =
      text(rule?.attributes, "arn") ?? `arn:${partition}:events:${region}:${account}:rule/${textOf(attributes.rule)}`;
    const from = rule?.address ?? address;
    const context = onBehalfOf(ruleArn, account);
    const role = text(attributes, "role_arn");
    const deadLetters = text(block(attributes, "dead_letter_config"), "arn");
    const sender = { service: SERVICE, context };
    return [
      connection(
        "target",
        from,
        view.address(target),
        role === undefined
          ? deliverByService(view, { ...sender, keyContext: keyContext(target, context) }, target, "the rule fires")
          : deliverByRole(view, view.role(role), target, "the rule fires"),
      ),
      ...(deadLetters === undefined
        ? []
        : [
            connection(
              "dead letters",
              from,
              view.address(deadLetters),
              deliverByService(view, sender, deadLetters, "EventBridge hands over what it could not deliver"),
            ),
          ]),
    ];
  },
};

/** For an encrypted topic EventBridge names neither source nor account to the key: a condition on them refuses it (SNS developer guide). */
function keyContext(target: string, context: Call["context"]): Call["context"] {
  return serviceOf(target) === "sns" ? {} : context;
}
