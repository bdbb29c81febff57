/** Arguments that take the whole identifier of one thing: nothing can be put before or after it. */
const IDENTIFIERS = new Set([
  "api_id",
  "arn",
  "authorizer_id",
  "bucket",
  "bucket_arn",
  "dead_letter_arn",
  "endpoint",
  "event_bus_name",
  "event_source_arn",
  "http_method",
  "identity_pool_id",
  "key_id",
  "kms_key_arn",
  "kms_key_id",
  "kms_master_key_id",
  "log_group_name",
  "parent_id",
  "policy_arn",
  "queue_url",
  "resource_arn",
  "resource_id",
  "rest_api_id",
  "role",
  "role_arn",
  "rule",
  "secret_arn",
  "secret_id",
  "target_arn",
  "target_key_id",
  "topic_arn",
  "user_pool_id",
]);

/** Arguments that may take more, such as a bucket's ARN and `/*` after it. */
const COMPOSED = new Set(["destination", "destination_arn", "identifiers", "resources", "source_arn", "values"]);

/** Types whose ARN nothing is ever put behind. */
const WITHOUT_PARTS =
  /^(?:aws_sqs_queue|aws_sns_topic|aws_kms_key|aws_cloudwatch_event_rule|aws_iam_role|aws_lambda_alias)\./;

/** Arguments that take the JSON of a policy, and nothing of it changed where a document makes it. */
const POLICIES = new Set(["access_policies", "assume_role_policy", "policy", "policy_document"]);

/** @returns whether an argument whose expression names one attribute has the value of that attribute and nothing else. */
export function isWhole(argument: string, resource: string, attribute: string): boolean {
  if (POLICIES.has(argument)) {
    return resource.startsWith("data.aws_iam_policy_document.");
  }
  if (argument.endsWith("uri")) {
    return attribute.endsWith("invoke_arn");
  }
  return IDENTIFIERS.has(argument) || (COMPOSED.has(argument) && WITHOUT_PARTS.test(resource) && attribute === "arn");
}
