import type { Finding, Rule } from "../rule";
import { firstNested, isTrue, nested, text } from "../terraform-json";

export const tableWithoutEncryption: Rule = {
  id: "table-without-encryption",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack.resources("aws_dynamodb_table").flatMap(({ address, attributes }): readonly Finding[] => [
      ...(isTrue(firstNested(attributes.server_side_encryption).enabled)
        ? []
        : [
            {
              address,
              fault: "it is not encrypted under a KMS key",
              remedy: "Set server_side_encryption { enabled = true }, with kms_key_arn for a key of ours",
            },
          ]),
      ...nested(attributes.replica)
        .filter((replica) => text(replica.kms_key_arn) === "")
        .map((replica) => ({
          address,
          fault: `its replica in '${text(replica.region_name)}' is not encrypted under a key of ours`,
          remedy: "Set kms_key_arn in the replica to a key of its own Region",
        })),
    ]),
};
