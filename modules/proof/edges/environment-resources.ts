import { UNSCOPABLE_ACTIONS } from "../../guardrails/unscopable-actions";
import type { Resource } from "../model";
import { blocks, text } from "./attributes";

/** S3 knows actions on the bucket itself; all others are on its objects. */
const ON_BUCKETS = /^s3:(List(?!MultipartUploadParts)|GetBucket|PutBucket|GetEncryption|GetLifecycle|CreateBucket)/;

/** Actions that work on an index as on the table. */
const ON_INDEXES = /^dynamodb:(Query|Scan)$/;

/** @returns the ARNs that an action on a resource is put to: a query's table and its indexes, an object in a bucket. */
export function resourcesOf(action: string, resource: Resource, arn: string): readonly string[] {
  // IAM puts these to no resource at all.
  if (action in UNSCOPABLE_ACTIONS) return ["*"];
  switch (resource.type) {
    case "aws_s3_bucket":
      return ON_BUCKETS.test(action) ? [arn] : [`${arn}/`];
    case "aws_dynamodb_table":
      return ON_INDEXES.test(action) ? [arn, ...indexesOf(resource).map((name) => `${arn}/index/${name}`)] : [arn];
    case "aws_opensearch_domain":
      return [`${arn}/`];
    case "aws_cloudwatch_log_group":
      return [`${arn}:log-stream:live`];
    default:
      return [arn];
  }
}

function indexesOf({ attributes }: Resource): readonly string[] {
  return ["global_secondary_index", "local_secondary_index"]
    .flatMap((name) => blocks(attributes, name))
    .flatMap((index) => text(index, "name") ?? []);
}
