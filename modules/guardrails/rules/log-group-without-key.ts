import type { Rule } from "../rule";
import { isSet } from "../terraform-json";

export const logGroupWithoutKey: Rule = {
  id: "log-group-without-key",
  requirements: ["ALL-05"],
  check: (stack) =>
    stack
      .resources("aws_cloudwatch_log_group")
      .filter(({ attributes }) => !isSet(attributes.kms_key_id))
      .map(({ address }) => ({
        address,
        fault: "its events are not encrypted under a key of ours",
        remedy: "Set kms_key_id to the ARN of the stack's key",
      })),
};
