import type { Rule } from "../rule";
import { firstNested } from "../terraform-json";

export const bucketWithoutVersioning: Rule = {
  id: "bucket-without-versioning",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_s3_bucket")
      .filter(
        (bucket) =>
          !stack
            .satellites(bucket, "aws_s3_bucket_versioning", "bucket")
            .some(({ attributes }) => firstNested(attributes.versioning_configuration).status === "Enabled"),
      )
      .map(({ address }) => ({
        address,
        fault: "overwritten and deleted objects are lost",
        remedy: 'Add an aws_s3_bucket_versioning whose status is "Enabled"',
      })),
};
