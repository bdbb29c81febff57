/** How Mermaid draws a type of resource: the brackets around its label, and what to call it. */
export interface NodeStyle {
  readonly open: string;
  readonly close: string;
  /** `function`, `topic`. */
  readonly noun: string;
}

const box = (noun: string): NodeStyle => ({ open: '["', close: '"]', noun });
const store = (noun: string): NodeStyle => ({ open: '[("', close: '")]', noun });
const lane = (noun: string): NodeStyle => ({ open: '[["', close: '"]]', noun });
const hub = (noun: string): NodeStyle => ({ open: '{{"', close: '"}}', noun });
const trigger = (noun: string): NodeStyle => ({ open: '(["', close: '"])', noun });

const STYLES: Readonly<Record<string, NodeStyle>> = {
  aws_api_gateway_rest_api: trigger("REST API"),
  aws_api_gateway_stage: trigger("stage"),
  aws_apigatewayv2_api: trigger("HTTP API"),
  aws_apigatewayv2_stage: trigger("stage"),
  aws_cloudwatch_event_bus: hub("event bus"),
  aws_cloudwatch_event_rule: trigger("rule"),
  aws_cognito_identity_pool: hub("identity pool"),
  aws_cognito_user_pool: hub("user pool"),
  aws_db_instance: store("database"),
  aws_dynamodb_table: store("table"),
  aws_elasticache_replication_group: store("cache"),
  aws_kinesis_firehose_delivery_stream: lane("delivery stream"),
  aws_kinesis_stream: lane("stream"),
  aws_lambda_function: box("function"),
  aws_lambda_invocation: trigger("deployment"),
  aws_opensearch_domain: store("search"),
  aws_s3_bucket: store("bucket"),
  aws_scheduler_schedule: trigger("schedule"),
  aws_secretsmanager_secret: store("secret"),
  aws_sfn_state_machine: box("state machine"),
  aws_sns_topic: hub("topic"),
  aws_sqs_queue: lane("queue"),
  aws_ssm_parameter: store("parameter"),
};

/** What every function has and nobody looks for in a diagram. */
const NOISE = new Set([
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_stream",
  "aws_cloudwatch_metric_alarm",
  "aws_iam_role",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
]);

/** @returns how to draw a resource by its address, or undefined where it would only clutter the diagram. */
export function styleOf(address: string): NodeStyle | undefined {
  const type = /(?:^|\.)(aws_[a-z0-9_]+)\./.exec(address)?.[1];
  if (type === undefined || NOISE.has(type)) return undefined;
  return STYLES[type] ?? box(type.replace(/^aws_/, "").replaceAll("_", " "));
}

/** @returns the name of a resource, as its system speaks of it: `items-api` of `aws_lambda_function.items_api`. */
export function nameOf(address: string): string {
  return withoutInstance(address.slice(address.lastIndexOf(".") + 1)).replaceAll("_", "-");
}

/** All instances of one `count` or `for_each` are one node. */
export function withoutInstance(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
