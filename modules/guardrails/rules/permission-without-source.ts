import type { Rule } from "../rule";
import { isSet, text } from "../terraform-json";
import { reachesBeyond } from "../wildcards";

export const permissionWithoutSource: Rule = {
  id: "permission-without-source",
  requirements: ["ALL-04"],
  check: (stack) =>
    stack
      .resources("aws_lambda_permission")
      // A function URL has no source: who may call it is decided by its authorization type.
      .filter(({ attributes }) => !isSet(attributes.function_url_auth_type))
      .filter(({ attributes: { source_arn } }) => !isSet(source_arn) || reachesBeyond(text(source_arn)))
      .map(({ address, attributes }) => ({
        address,
        fault: `it lets ${text(attributes.principal)} invoke the function for ${
          isSet(attributes.source_arn) ? `'${text(attributes.source_arn)}'` : "anyone, in any account"
        }`,
        remedy:
          "Set source_arn to what triggers the function, such as ${aws_api_gateway_rest_api.api.execution_arn}/*/*/*",
      })),
};
