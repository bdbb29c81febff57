import type { Rule } from "../rule";
import { firstNested, isTrue } from "../terraform-json";

export const tableWithoutEncryption: Rule = {
  id: "table-without-encryption",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_dynamodb_table")
      .filter(({ attributes }) => !isTrue(firstNested(attributes.server_side_encryption).enabled))
      .map(({ address }) => ({
        address,
        fault: "it is not encrypted under a KMS key",
        remedy: "Set server_side_encryption { enabled = true }, with kms_key_arn for a key of ours",
      })),
};
