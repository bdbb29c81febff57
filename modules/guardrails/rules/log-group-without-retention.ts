import type { Rule } from "../rule";
import { isSet, text } from "../terraform-json";

export const logGroupWithoutRetention: Rule = {
  id: "log-group-without-retention",
  requirements: ["ALL-05"],
  check: (stack) =>
    stack
      .resources("aws_cloudwatch_log_group")
      // Zero is the provider's word for never.
      .filter(({ attributes }) => !isSet(attributes.retention_in_days) || text(attributes.retention_in_days) === "0")
      .map(({ address }) => ({
        address,
        fault: "its events never expire",
        remedy: 'Set retention_in_days, such as ${var.environment == "prod" ? 30 : 7}',
      })),
};
