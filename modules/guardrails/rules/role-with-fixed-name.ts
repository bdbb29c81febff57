import type { Rule } from "../rule";
import { isSet, text } from "../terraform-json";

export const roleWithFixedName: Rule = {
  id: "role-with-fixed-name",
  requirements: ["ALL-03"],
  check: (stack) =>
    stack
      .resources("aws_iam_role")
      .filter(({ attributes }) => isSet(attributes.name) || !isSet(attributes.name_prefix))
      .map(({ address, attributes }) => ({
        address,
        fault: isSet(attributes.name)
          ? `the role has the fixed name '${text(attributes.name)}'`
          : "the role has no name_prefix",
        remedy: "Name it by name_prefix, so that a role can be replaced while the old one is still in use",
      })),
};
