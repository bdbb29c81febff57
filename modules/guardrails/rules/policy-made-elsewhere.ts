import type { Rule } from "../rule";
import { list, nested, text } from "../terraform-json";

export const policyMadeElsewhere: Rule = {
  id: "policy-made-elsewhere",
  requirements: ["ALL-04"],
  check: (stack) => [
    ...stack
      .resources("aws_iam_role_policy_attachment")
      .filter(({ attributes }) => !stack.referred(attributes.policy_arn).some(({ type }) => type === "aws_iam_policy"))
      .map(({ address, attributes }) => ({
        address,
        fault: `it attaches '${text(attributes.policy_arn)}', whose statements this stack does not know`,
        remedy: "Grant the actions that are needed in an aws_iam_role_policy of the role",
      })),
    ...stack
      .resources("aws_iam_role")
      .filter(
        ({ attributes }) => [...list(attributes.managed_policy_arns), ...nested(attributes.inline_policy)].length > 0,
      )
      .map(({ address }) => ({
        address,
        fault: "its policies stand in managed_policy_arns or inline_policy, where no rule reads them",
        remedy: "Grant the actions that are needed in an aws_iam_role_policy of the role",
      })),
  ],
};
