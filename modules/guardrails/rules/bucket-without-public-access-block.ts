import type { Rule } from "../rule";
import { isTrue } from "../terraform-json";

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

export const bucketWithoutPublicAccessBlock: Rule = {
  id: "bucket-without-public-access-block",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack.resources("aws_s3_bucket").flatMap((bucket) => {
      const [block] = stack.satellites(bucket, "aws_s3_bucket_public_access_block", "bucket");
      const open = BLOCKS.filter((argument) => !isTrue(block?.attributes[argument]));
      return open.length === 0
        ? []
        : [
            {
              address: bucket.address,
              fault: `public access is not wholly blocked: ${open.join(", ")} not true`,
              remedy: "Add an aws_s3_bucket_public_access_block with all four set to true",
            },
          ];
    }),
};
