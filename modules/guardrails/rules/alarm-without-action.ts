import type { Rule } from "../rule";
import { isSet, list, text } from "../terraform-json";

export const alarmWithoutAction: Rule = {
  id: "alarm-without-action",
  requirements: ["ALL-10"],
  check: (stack) =>
    [...stack.resources("aws_cloudwatch_metric_alarm"), ...stack.resources("aws_cloudwatch_composite_alarm")]
      .filter(
        ({ attributes: { alarm_actions, actions_enabled } }) =>
          !list(alarm_actions).some(isSet) || text(actions_enabled) === "false",
      )
      .map(({ address }) => ({
        address,
        fault: "it tells nobody when it goes off",
        remedy: "Set alarm_actions to the ARN of a topic, and leave actions_enabled on",
      })),
};
