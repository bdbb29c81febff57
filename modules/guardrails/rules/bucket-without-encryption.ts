import type { Rule } from "../rule";
import { firstNested, isSet, nested } from "../terraform-json";

export const bucketWithoutEncryption: Rule = {
  id: "bucket-without-encryption",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_s3_bucket")
      .filter(
        (bucket) =>
          !stack
            .satellites(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket")
            .flatMap(({ attributes }) => nested(attributes.rule))
            .some((rule) => isSet(firstNested(rule.apply_server_side_encryption_by_default).sse_algorithm)),
      )
      .map(({ address }) => ({
        address,
        fault: "its encryption is left to AWS's default",
        remedy: "Add an aws_s3_bucket_server_side_encryption_configuration with an sse_algorithm",
      })),
};
