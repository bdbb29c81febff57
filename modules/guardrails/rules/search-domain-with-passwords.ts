import type { Rule } from "../rule";
import { firstNested, isTrue } from "../terraform-json";

export const searchDomainWithPasswords: Rule = {
  id: "search-domain-with-passwords",
  requirements: ["ALL-04"],
  check: (stack) =>
    stack.resources("aws_opensearch_domain").flatMap(({ address, attributes }) => {
      const options = firstNested(attributes.advanced_security_options);
      if (!isTrue(options.enabled)) {
        return [
          {
            address,
            fault: "whoever reaches it may do everything with every index",
            remedy:
              "Set advanced_security_options { enabled = true }, with the role of its administrator as master user",
          },
        ];
      }
      return isTrue(options.internal_user_database_enabled)
        ? [
            {
              address,
              fault: "it has users and passwords of its own beside IAM",
              remedy:
                "Set internal_user_database_enabled = false, and master_user_arn to the role of its administrator",
            },
          ]
        : [];
    }),
};
