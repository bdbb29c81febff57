import type { Rule } from "../rule";
import { nested } from "../terraform-json";

export const bucketWithoutLifecycle: Rule = {
  id: "bucket-without-lifecycle",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_s3_bucket")
      .filter(
        (bucket) =>
          !stack
            .satellites(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
            .flatMap(({ attributes }) => nested(attributes.rule))
            .some((rule) => rule.status === "Enabled"),
      )
      .map(({ address }) => ({
        address,
        fault: "old versions and abandoned uploads stay, and are paid for, for ever",
        remedy: "Add an aws_s3_bucket_lifecycle_configuration with an enabled rule",
      })),
};
