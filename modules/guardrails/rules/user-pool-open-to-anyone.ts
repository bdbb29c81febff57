import type { Rule } from "../rule";
import { firstNested, isTrue } from "../terraform-json";

export const userPoolOpenToAnyone: Rule = {
  id: "user-pool-open-to-anyone",
  requirements: ["ALL-04"],
  check: (stack) =>
    stack
      .resources("aws_cognito_user_pool")
      .filter(
        ({ attributes }) => !isTrue(firstNested(attributes.admin_create_user_config).allow_admin_create_user_only),
      )
      .map(({ address }) => ({
        address,
        fault: "anyone can sign up in it",
        remedy: "Set admin_create_user_config { allow_admin_create_user_only = true }",
      })),
};
