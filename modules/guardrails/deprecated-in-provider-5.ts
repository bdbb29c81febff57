/** Resource types that provider 5.x deprecates or that ALL-08 forbids, and what takes their place. */
export const DEPRECATED_TYPES: Readonly<Record<string, string>> = {
  aws_elasticsearch_domain: "Use aws_opensearch_domain",
  aws_s3_bucket_acl: "Leave it out: new buckets take no ACLs, an aws_s3_bucket_policy says who may do what",
  aws_s3_bucket_object: "Use aws_s3_object",
  aws_simpledb_domain: "Use aws_dynamodb_table",
};

const BUCKET_POLICY = "Use an aws_s3_bucket_policy";

/** Arguments that provider 5.100 deprecates, in the services in use, and what takes their place; by type and name. */
export const DEPRECATED_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_api_gateway_account: { reset_on_delete: "Remove it" },
  aws_api_gateway_deployment: {
    canary_settings: "Use canary_settings of an aws_api_gateway_stage",
    stage_description: "Use description of an aws_api_gateway_stage",
    stage_name: "Use an aws_api_gateway_stage",
  },
  aws_cloudwatch_event_rule: { is_enabled: 'Use state = "ENABLED" or "DISABLED"' },
  aws_elasticache_replication_group: { auth_token_enabled: "Remove it; auth_token alone switches AUTH on" },
  aws_flow_log: { log_group_name: "Use log_destination" },
  aws_iam_role: {
    inline_policy: "Use an aws_iam_role_policy",
    managed_policy_arns: "Use an aws_iam_role_policy with the actions that are needed",
  },
  aws_s3_bucket: {
    acceleration_status: "Use an aws_s3_bucket_accelerate_configuration",
    acl: BUCKET_POLICY,
    cors_rule: "Use an aws_s3_bucket_cors_configuration",
    grant: BUCKET_POLICY,
    lifecycle_rule: "Use an aws_s3_bucket_lifecycle_configuration",
    logging: "Use an aws_s3_bucket_logging",
    object_lock_configuration: "Use an aws_s3_bucket_object_lock_configuration",
    policy: BUCKET_POLICY,
    replication_configuration: "Use an aws_s3_bucket_replication_configuration",
    request_payer: "Use an aws_s3_bucket_request_payment_configuration",
    server_side_encryption_configuration: "Use an aws_s3_bucket_server_side_encryption_configuration",
    versioning: "Use an aws_s3_bucket_versioning",
    website: "Use an aws_s3_bucket_website_configuration",
  },
  aws_ssm_association: { instance_id: "Use targets" },
};

/** Arguments of nested blocks, as `block.argument`, that provider 5.100 deprecates. */
export const DEPRECATED_NESTED_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_s3_bucket_lifecycle_configuration: { "rule.prefix": "Use rule.filter.prefix" },
  aws_s3_bucket_replication_configuration: { "rule.prefix": "Use rule.filter.prefix" },
};
