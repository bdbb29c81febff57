import { arn, ec2Id, generatedName, globalArn, hash, type StandIns, same, text, uuid } from "./stand-ins";
import { API_STAND_INS } from "./stand-ins-of-apis";
import { DATA_STAND_INS } from "./stand-ins-of-data";

const name = generatedName();

/** `id` is the name, the ARN is made of it: how most resources are. */
function named(service: string, prefix: string, attribute = "name"): StandIns {
  return { [attribute]: name, id: same(attribute), arn: arn(service, (thing) => `${prefix}${text(thing, attribute)}`) };
}

/** `id` is the ARN. */
function arnIsId(service: string, prefix: string, attribute = "name"): StandIns {
  return { ...named(service, prefix, attribute), id: same("arn") };
}

/**
 * What AWS fills in, by type and attribute; the ids are made up, the ARNs have the form that AWS gives them.
 * A type that isn't here has no stand-in for anything.
 */
export const STAND_INS: Readonly<Record<string, StandIns>> = {
  ...API_STAND_INS,
  ...DATA_STAND_INS,
  aws_cloudwatch_composite_alarm: { ...named("cloudwatch", "alarm:", "alarm_name") },
  aws_cloudwatch_dashboard: {
    id: same("dashboard_name"),
    dashboard_arn: globalArn("cloudwatch", (thing) => `dashboard/${text(thing, "dashboard_name")}`),
  },
  aws_cloudwatch_event_bus: named("events", "event-bus/"),
  aws_cloudwatch_event_rule: {
    name,
    event_bus_name: () => "default",
    id: (thing) =>
      `${isDefaultBus(text(thing, "event_bus_name")) ? "" : `${text(thing, "event_bus_name")}/`}${text(thing, "name")}`,
    arn: arn("events", (thing) => `rule/${text(thing, "id")}`),
  },
  aws_cloudwatch_log_group: named("logs", "log-group:"),
  aws_cloudwatch_log_stream: {
    id: same("name"),
    arn: arn("logs", (thing) => `log-group:${text(thing, "log_group_name")}:log-stream:${text(thing, "name")}`),
  },
  aws_cloudwatch_metric_alarm: named("cloudwatch", "alarm:", "alarm_name"),
  aws_db_instance: {
    identifier: generatedName("identifier_prefix"),
    id: (thing) => `db-${hash(thing, 26).toUpperCase()}`,
    resource_id: same("id"),
    arn: arn("rds", (thing) => `db:${text(thing, "identifier")}`),
    address: (thing) => `${text(thing, "identifier")}.${hash(thing, 12)}.${thing.region}.rds.amazonaws.com`,
    port: () => 5432,
    endpoint: (thing) => `${text(thing, "address")}:${text(thing, "port")}`,
  },
  aws_db_subnet_group: named("rds", "subgrp:"),
  aws_dynamodb_table: {
    ...named("dynamodb", "table/"),
    stream_label: (thing) => (thing.attribute("stream_enabled") === true ? "2026-01-01T00:00:00.000" : undefined),
    stream_arn: (thing) =>
      thing.attribute("stream_enabled") === true
        ? `${text(thing, "arn")}/stream/${text(thing, "stream_label")}`
        : undefined,
  },
  aws_elasticache_parameter_group: named("elasticache", "parametergroup:"),
  aws_elasticache_replication_group: {
    ...named("elasticache", "replicationgroup:", "replication_group_id"),
    primary_endpoint_address: (thing) =>
      `master.${text(thing, "replication_group_id")}.${hash(thing, 6)}.cache.amazonaws.com`,
    reader_endpoint_address: (thing) =>
      `replica.${text(thing, "replication_group_id")}.${hash(thing, 6)}.cache.amazonaws.com`,
    configuration_endpoint_address: (thing) =>
      `clustercfg.${text(thing, "replication_group_id")}.${hash(thing, 6)}.cache.amazonaws.com`,
    port: () => 6379,
  },
  aws_elasticache_serverless_cache: {
    ...named("elasticache", "serverlesscache:"),
    endpoint: (thing) => [
      { address: `${text(thing, "name")}-${hash(thing, 6)}.serverless.cache.amazonaws.com`, port: 6379 },
    ],
  },
  aws_elasticache_subnet_group: named("elasticache", "subnetgroup:"),
  aws_elasticache_user: named("elasticache", "user:", "user_id"),
  aws_elasticache_user_group: named("elasticache", "usergroup:", "user_group_id"),
  aws_iam_policy: {
    name,
    path: () => "/",
    id: same("arn"),
    arn: globalArn("iam", (thing) => `policy${text(thing, "path")}${text(thing, "name")}`),
  },
  aws_iam_role: {
    name,
    path: () => "/",
    id: same("name"),
    arn: globalArn("iam", (thing) => `role${text(thing, "path")}${text(thing, "name")}`),
    unique_id: (thing) => `AROA${hash(thing, 17).toUpperCase()}`,
  },
  aws_iam_role_policy: { name, id: (thing) => `${text(thing, "role")}:${text(thing, "name")}` },
  aws_kinesis_firehose_delivery_stream: arnIsId("firehose", "deliverystream/"),
  aws_kinesis_stream: arnIsId("kinesis", "stream/"),
  aws_kms_alias: {
    name: generatedName(),
    id: same("name"),
    arn: arn("kms", (thing) => text(thing, "name")),
    target_key_arn: (thing) => {
      const key = text(thing, "target_key_id");
      return key === "" || key.startsWith("arn:")
        ? key || undefined
        : `arn:${thing.partition}:kms:${thing.region}:${thing.account}:key/${key}`;
    },
  },
  aws_kms_key: { key_id: uuid, id: same("key_id"), arn: arn("kms", (thing) => `key/${text(thing, "key_id")}`) },
  aws_kms_replica_key: { key_id: uuid, id: same("key_id"), arn: arn("kms", (thing) => `key/${text(thing, "key_id")}`) },
  aws_lambda_alias: {
    arn: arn("lambda", (thing) => `function:${functionName(text(thing, "function_name"))}:${text(thing, "name")}`),
    id: same("arn"),
    invoke_arn: (thing) => invokeArn(thing.partition, thing.region, text(thing, "arn")),
  },
  aws_lambda_event_source_mapping: {
    uuid: (thing) => uuid(thing),
    id: same("uuid"),
    arn: arn("lambda", (thing) => `event-source-mapping:${text(thing, "uuid")}`),
    function_arn: same("function_name"),
  },
  aws_lambda_function: {
    id: same("function_name"),
    arn: arn("lambda", (thing) => `function:${text(thing, "function_name")}`),
    version: (thing) => (thing.attribute("publish") === true ? "1" : "$LATEST"),
    qualified_arn: (thing) => `${text(thing, "arn")}:${text(thing, "version")}`,
    invoke_arn: (thing) => invokeArn(thing.partition, thing.region, text(thing, "arn")),
    qualified_invoke_arn: (thing) => invokeArn(thing.partition, thing.region, text(thing, "qualified_arn")),
  },
  aws_lambda_function_url: {
    url_id: (thing) => hash(thing, 32),
    id: same("function_name"),
    function_arn: arn("lambda", (thing) => `function:${functionName(text(thing, "function_name"))}`),
    function_url: (thing) => `https://${text(thing, "url_id")}.lambda-url.${thing.region}.on.aws/`,
  },
  aws_lambda_layer_version: {
    version: () => 1,
    layer_arn: arn("lambda", (thing) => `layer:${text(thing, "layer_name")}`),
    arn: (thing) => `${text(thing, "layer_arn")}:1`,
    id: same("arn"),
  },
  aws_opensearch_domain: {
    domain_id: (thing) => `${thing.account}/${text(thing, "domain_name")}`,
    arn: arn("es", (thing) => `domain/${text(thing, "domain_name")}`),
    id: same("arn"),
    endpoint: (thing) =>
      `${thing.gives("vpc_options") ? "vpc" : "search"}-${text(thing, "domain_name")}-${hash(thing, 26)}.${thing.region}.es.amazonaws.com`,
    domain_endpoint: same("endpoint"),
    dashboard_endpoint: (thing) => `${text(thing, "endpoint")}/_dashboards`,
  },
  aws_pipes_pipe: named("pipes", "pipe/"),
  aws_s3_bucket: {
    bucket: generatedName("bucket_prefix"),
    id: same("bucket"),
    arn: (thing) => `arn:${thing.partition}:s3:::${text(thing, "bucket")}`,
    bucket_domain_name: (thing) => `${text(thing, "bucket")}.s3.amazonaws.com`,
    bucket_regional_domain_name: (thing) => `${text(thing, "bucket")}.s3.${thing.region}.amazonaws.com`,
    region: (thing) => thing.region,
  },
  aws_s3_object: {
    id: same("key"),
    arn: (thing) => `arn:${thing.partition}:s3:::${text(thing, "bucket")}/${text(thing, "key")}`,
  },
  aws_scheduler_schedule: {
    name,
    group_name: () => "default",
    id: (thing) => `${text(thing, "group_name")}/${text(thing, "name")}`,
    arn: arn("scheduler", (thing) => `schedule/${text(thing, "id")}`),
  },
  aws_scheduler_schedule_group: named("scheduler", "schedule-group/"),
  aws_secretsmanager_secret: {
    name,
    // AWS adds six characters to the name.
    arn: arn("secretsmanager", (thing) => `secret:${text(thing, "name")}-${hash(thing, 6)}`),
    id: same("arn"),
  },
  aws_secretsmanager_secret_version: {
    arn: same("secret_id"),
    id: same("secret_id"),
    version_id: (thing) => uuid(thing),
  },
  aws_security_group: { name, id: ec2Id("sg"), arn: arn("ec2", (thing) => `security-group/${text(thing, "id")}`) },
  aws_sfn_state_machine: {
    ...arnIsId("states", "stateMachine:"),
    state_machine_version_arn: (thing) => `${text(thing, "arn")}:1`,
  },
  aws_sns_topic: arnIsId("sns", ""),
  aws_sns_topic_subscription: { arn: (thing) => `${text(thing, "topic_arn")}:${uuid(thing)}`, id: same("arn") },
  aws_sqs_queue: {
    name,
    arn: arn("sqs", (thing) => text(thing, "name")),
    url: (thing) => `https://sqs.${thing.region}.amazonaws.com/${thing.account}/${text(thing, "name")}`,
    id: same("url"),
  },
  aws_ssm_parameter: {
    id: same("name"),
    arn: arn("ssm", (thing) => `parameter/${text(thing, "name").replace(/^\//, "")}`),
    version: () => 1,
  },
  aws_subnet: { id: ec2Id("subnet"), arn: arn("ec2", (thing) => `subnet/${text(thing, "id")}`) },
  aws_vpc: {
    id: ec2Id("vpc"),
    arn: arn("ec2", (thing) => `vpc/${text(thing, "id")}`),
    cidr_block: () => "10.0.0.0/16",
    default_security_group_id: (thing) => `sg-${hash(thing, 17, "default")}`,
    main_route_table_id: (thing) => `rtb-${hash(thing, 17, "main")}`,
  },
  aws_vpc_endpoint: { id: ec2Id("vpce"), arn: arn("ec2", (thing) => `vpc-endpoint/${text(thing, "id")}`) },
};

function isDefaultBus(bus: string): boolean {
  return bus === "" || bus === "default";
}

/** Aliases and URLs take a function's name or its ARN. */
function functionName(given: string): string {
  return /:function:([^:]+)/.exec(given)?.[1] ?? given;
}

function invokeArn(partition: string, region: string, functionArn: string): string {
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
