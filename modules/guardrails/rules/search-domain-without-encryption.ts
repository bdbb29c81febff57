import type { Rule } from "../rule";
import { firstNested, isSet, isTrue } from "../terraform-json";

export const searchDomainWithoutEncryption: Rule = {
  id: "search-domain-without-encryption",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack.resources("aws_opensearch_domain").flatMap(({ address, attributes }) => {
      const atRest = firstNested(attributes.encrypt_at_rest);
      return [
        ...(isTrue(atRest.enabled) && isSet(atRest.kms_key_id)
          ? []
          : [
              {
                address,
                fault: "what it stores is not encrypted under a KMS key of ours",
                remedy: "Set encrypt_at_rest { enabled = true }, with kms_key_id for the stack's key",
              },
            ]),
        ...(isTrue(firstNested(attributes.node_to_node_encryption).enabled)
          ? []
          : [
              {
                address,
                fault: "its nodes talk to each other in plain text",
                remedy: "Set node_to_node_encryption { enabled = true }",
              },
            ]),
      ];
    }),
};
