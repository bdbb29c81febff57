import { type Block, oncePerStack, type SynthesizedStack } from "./synthesized-stack";
import { isSet, text } from "./terraform-json";

interface NamedType {
  /** The argument that names the resource; `<argument>_prefix` serves as well where the provider has it. */
  readonly argument: string;
  /** The longest name that AWS takes, in characters. */
  readonly limit: number;
}

/** The resources whose names are shared by all who use the account, so that two environments could collide. */
const NAMED_TYPES: Readonly<Record<string, NamedType>> = {
  aws_api_gateway_api_key: { argument: "name", limit: 1024 },
  aws_api_gateway_rest_api: { argument: "name", limit: 1024 },
  aws_api_gateway_usage_plan: { argument: "name", limit: 1024 },
  aws_cloudwatch_composite_alarm: { argument: "alarm_name", limit: 255 },
  aws_cloudwatch_dashboard: { argument: "dashboard_name", limit: 255 },
  aws_cloudwatch_event_bus: { argument: "name", limit: 256 },
  aws_cloudwatch_event_rule: { argument: "name", limit: 64 },
  aws_cloudwatch_log_group: { argument: "name", limit: 512 },
  aws_cloudwatch_log_resource_policy: { argument: "policy_name", limit: 255 },
  aws_cloudwatch_metric_alarm: { argument: "alarm_name", limit: 255 },
  aws_codedeploy_app: { argument: "name", limit: 100 },
  aws_cognito_identity_pool: { argument: "identity_pool_name", limit: 128 },
  aws_cognito_user_pool: { argument: "name", limit: 128 },
  aws_cognito_user_pool_domain: { argument: "domain", limit: 63 },
  aws_db_instance: { argument: "identifier", limit: 63 },
  aws_db_subnet_group: { argument: "name", limit: 255 },
  aws_dynamodb_table: { argument: "name", limit: 255 },
  aws_elasticache_parameter_group: { argument: "name", limit: 255 },
  aws_elasticache_replication_group: { argument: "replication_group_id", limit: 40 },
  aws_elasticache_subnet_group: { argument: "name", limit: 255 },
  aws_iam_policy: { argument: "name", limit: 128 },
  aws_iam_role: { argument: "name", limit: 64 },
  aws_kinesis_firehose_delivery_stream: { argument: "name", limit: 64 },
  aws_kinesis_stream: { argument: "name", limit: 128 },
  aws_kms_alias: { argument: "name", limit: 256 },
  aws_lambda_function: { argument: "function_name", limit: 64 },
  aws_lambda_layer_version: { argument: "layer_name", limit: 64 },
  aws_opensearch_domain: { argument: "domain_name", limit: 28 },
  aws_s3_bucket: { argument: "bucket", limit: 63 },
  aws_scheduler_schedule: { argument: "name", limit: 64 },
  aws_scheduler_schedule_group: { argument: "name", limit: 64 },
  aws_secretsmanager_secret: { argument: "name", limit: 512 },
  aws_security_group: { argument: "name", limit: 255 },
  aws_sfn_state_machine: { argument: "name", limit: 80 },
  aws_sns_topic: { argument: "name", limit: 256 },
  aws_sqs_queue: { argument: "name", limit: 80 },
  aws_ssm_parameter: { argument: "name", limit: 1011 },
};

/** Terraform puts 26 characters of its own behind a prefix. */
const GENERATED_SUFFIX = 26;

/** A resource's name as its argument gives it. */
export interface GivenName {
  readonly block: Block;
  /** `name`, or `name_prefix` where that is given in its stead. */
  readonly argument: string;
  /** Locals already put in; empty where neither argument is given. */
  readonly name: string;
  /** The longest value that the argument may have, in characters. */
  readonly limit: number;
}

/** @returns the names of all resources that share a namespace with other environments. */
export const givenNames = oncePerStack((stack): readonly GivenName[] =>
  Object.entries(NAMED_TYPES).flatMap(([type, namedType]) =>
    stack.resources(type).map((block) => givenName(stack, block, namedType)),
  ),
);

function givenName(stack: SynthesizedStack, block: Block, { argument, limit }: NamedType): GivenName {
  const prefix = `${argument}_prefix`;
  const usesPrefix = !isSet(block.attributes[argument]) && isSet(block.attributes[prefix]);
  const given = usesPrefix ? prefix : argument;
  return {
    block,
    argument: given,
    name: stack.expandLocals(text(block.attributes[given])),
    limit: usesPrefix ? limit - GENERATED_SUFFIX : limit,
  };
}
