import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { routes as flagRoutes } from "../../functions/flag-propagation/flags-api/routes";
import { routes as evaluationRoutes } from "../../functions/flag-propagation/ofrep/routes";
import { routes as propagationRoutes } from "../../functions/flag-propagation/propagation-status/routes";
import { serviceName } from "../../functions/flag-propagation/services";
import { FlagPropagationStack } from "../../modules/systems/flag-propagation/stack";
import { codeOfSystems } from "../helpers/code-of-systems";
import { graphOf } from "../helpers/test-system";

const graph = graphOf(new FlagPropagationStack(Testing.app(), { target: "aws", code: codeOfSystems() }));

const validator = "aws_lambda_function.validator";
const updater = "aws_lambda_function.cache_updater";
const flagsApi = "aws_lambda_function.flags_api";
const propagationStatus = "aws_lambda_function.propagation_status";
const evaluations = "aws_lambda_function.ofrep";
const table = "aws_dynamodb_table.flags";
const changes = "aws_sns_topic.changes";
const queue = "aws_sqs_queue.services_queue";
const cache = "aws_elasticache_replication_group.cache";
const keyArn = "${aws_kms_key.key.arn}";
const eachQueueArn = "${aws_sqs_queue.services_queue[each.key].arn}";

describe("stream → validator", () => {
  const mapping = "aws_lambda_event_source_mapping.validator_from_flags";

  it("FLAG-02 FLAG-13 feeds the validator's alias from the flags' stream, ten batches of a shard at once", () => {
    expect(graph.references(mapping, "event_source_arn")).toEqual([table]);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.validator_live"]);
    expect(graph.argument(mapping, "parallelization_factor")).toBe(10);
  });

  it("FLAG-02 splits a failing batch, takes partial responses and keeps what is given up", () => {
    expect(graph.argument(mapping, "bisect_batch_on_function_error")).toBe(true);
    expect(graph.argument(mapping, "function_response_types")).toEqual(["ReportBatchItemFailures"]);
    expect(graph.references(mapping, "destination_config", "on_failure", "destination_arn")).toEqual([
      "aws_sqs_queue.dead_letters",
    ]);
  });

  it("FLAG-02 lets only changes of current versions through, with the version before", () => {
    expect(graph.argument(table, "stream_view_type")).toBe("NEW_AND_OLD_IMAGES");
    const pattern = graph.argument(mapping, "filter_criteria", "filter", "pattern");
    expect(JSON.parse(String(pattern))).toEqual({ dynamodb: { Keys: { record: { S: ["current"] } } } });
  });

  it("FLAG-13 lets the validator read that stream and no other", () => {
    expect(graph.resourcesFor(validator, "dynamodb:GetRecords")).toEqual(["${aws_dynamodb_table.flags.stream_arn}"]);
  });

  it("FLAG-02 FLAG-09 runs with 1024 MB and reserved concurrency, and two executions ready in prod alone", () => {
    expect(graph.argument(validator, "memory_size")).toBe(1024);
    expect(graph.argument(validator, "reserved_concurrent_executions")).toBeGreaterThanOrEqual(10);
    const ready = "aws_lambda_provisioned_concurrency_config.validator_ready";
    expect(graph.references(ready, "qualifier")).toEqual(["aws_lambda_alias.validator_live"]);
    expect(graph.argument(ready, "provisioned_concurrent_executions")).toBe(2);
    expect(graph.argument(ready, "count")).toBe("${local.is_production ? 1 : 0}");
  });

  it("FLAG-01 keeps flags on demand, with a stream and point-in-time recovery, under flag_id", () => {
    expect(graph.argument(table, "billing_mode")).toBe("PAY_PER_REQUEST");
    expect(graph.argument(table, "hash_key")).toBe("flag_id");
    expect(graph.argument(table, "point_in_time_recovery", "enabled")).toBe(true);
  });
});

describe("validator → topic", () => {
  it("FLAG-04 FLAG-13 publishes changes and rejections to topics of their own, encrypted", () => {
    expect(graph.references(validator, "environment", "variables", "CHANGES_TOPIC_ARN")).toEqual([changes]);
    expect(graph.references(validator, "environment", "variables", "REJECTIONS_TOPIC_ARN")).toEqual([
      "aws_sns_topic.rejections",
    ]);
    expect(graph.resourcesFor(validator, "sns:Publish").toSorted()).toEqual([
      "${aws_sns_topic.changes.arn}",
      "${aws_sns_topic.rejections.arn}",
    ]);
    expect(graph.resourcesFor(validator, "kms:GenerateDataKey")).toEqual([keyArn]);
    expect(graph.references(changes, "kms_master_key_id")).toEqual(["aws_kms_key.key"]);
  });

  it("FLAG-03 lets the validator keep verdicts beside the flags", () => {
    expect(graph.references(validator, "environment", "variables", "FLAGS_TABLE")).toEqual([table]);
    expect(graph.allows(validator, "dynamodb:PutItem", "${aws_dynamodb_table.flags.arn}")).toBe(true);
  });
});

describe("topic → queues", () => {
  const subscription = "aws_sns_topic_subscription.services_subscription";

  it("FLAG-04 has as many services as the variable says, 156 unless it does, and at most 1000", () => {
    expect(graph.json.variable?.microservices_count?.default).toBe(156);
    expect(graph.json.locals?.service_count).toBe("${min(var.microservices_count, 1000)}");
  });

  it("FLAG-04 multiplies queues, dead-letter queues, subscriptions and alarms by the one set of services", () => {
    for (const address of [
      queue,
      "aws_sqs_queue.services_dead_letters",
      subscription,
      "aws_cloudwatch_metric_alarm.services_age",
      "aws_cloudwatch_metric_alarm.services_not_empty",
      "aws_lambda_event_source_mapping.cache_updater_from_services",
    ]) {
      expect([address, graph.argument(address, "for_each")]).toEqual([address, "${local.services}"]);
    }
  });

  it("FLAG-04 FLAG-13 subscribes each service's own queue to the changes, and lets that topic alone send to it", () => {
    expect(graph.references(subscription, "topic_arn")).toEqual([changes]);
    expect(graph.argument(subscription, "endpoint")).toBe(eachQueueArn);
    expect(graph.policy(queue)[1]).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: [expect.stringMatching(/:sqs:.*:flag-propagation-\$\{each\.key\}-\$\{var\.environment\}$/)],
      Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.changes.arn}" } },
    });
  });

  it("FLAG-04 keeps what a service could not take in the dead-letter queue of that service", () => {
    expect(JSON.parse(String(graph.argument(queue, "redrive_policy")))).toMatchObject({
      deadLetterTargetArn: "${aws_sqs_queue.services_dead_letters[each.key].arn}",
    });
  });

  it("FLAG-04 filters a service's messages by its flags where they are named, and by nothing else", () => {
    expect(graph.json.variable?.service_flags?.default).toEqual({});
    const filter = String(graph.argument(subscription, "filter_policy"));
    expect(filter).toContain("flag = lookup(var.service_flags, each.key, [])");
    expect(filter).toMatch(/: null\}$/);
  });

  it("FLAG-04 tells the flags API of the filters in an item that is no flag and that no listing shows", () => {
    const item = String(graph.argument("aws_dynamodb_table_item.flags_service_filters", "item"));
    expect(item).toContain('flag_id = { S = "#services" }, record = { S = "filters" }');
    expect(item).toContain("jsonencode(var.service_flags)");
    expect(item).not.toContain("listing");
  });

  it("FLAG-10 names the queues so that functions know the services by them", () => {
    expect(graph.argument(queue, "name")).toBe("flag-propagation-${each.key}-${var.environment}");
    expect(graph.argument(updater, "environment", "variables", "SERVICE_QUEUES")).toBe(
      "flag-propagation-*-${var.environment}",
    );
    expect(graph.json.locals?.services).toContain('format("service-%04d", number)');
    expect(serviceName(7)).toBe("service-0007");
  });
});

describe("queues → updater", () => {
  const mapping = "aws_lambda_event_source_mapping.cache_updater_from_services";

  it("FLAG-05 FLAG-13 feeds the updater's alias from each queue, with partial responses", () => {
    expect(graph.argument(mapping, "event_source_arn")).toBe(eachQueueArn);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.cache_updater_live"]);
    expect(graph.argument(mapping, "function_response_types")).toEqual(["ReportBatchItemFailures"]);
  });

  it("FLAG-05 limits the executions of each queue, and sets aside as many as all of them may take", () => {
    expect(graph.argument(mapping, "scaling_config")).toEqual({ maximum_concurrency: 2 });
    expect(graph.argument(updater, "reserved_concurrent_executions")).toBe("${local.updater_concurrency}");
    expect(graph.json.locals?.updater_concurrency).toBe("${min(local.service_count * 2, 600)}");
  });

  it("FLAG-13 lets the updater take messages from the queues of this environment's services, and from no others", () => {
    const [resource, ...others] = graph.resourcesFor(updater, "sqs:ReceiveMessage");
    expect(others).toEqual([]);
    expect(resource).toMatch(/:sqs:.*:flag-propagation-service-\?\?\?\?-\$\{var\.environment\}$/);
  });
});

describe("updater → cache", () => {
  it("FLAG-05 speaks TLS with a token to Redis, and keeps its connections alive", () => {
    expect(graph.argument(cache, "transit_encryption_enabled")).toBe(true);
    expect(graph.argument(cache, "at_rest_encryption_enabled")).toBe("true");
    expect(graph.references(cache, "auth_token")).toEqual(["random_password.cache_token_password"]);
    expect(graph.references(cache, "parameter_group_name")).toEqual([
      "aws_elasticache_parameter_group.cache_parameters",
    ]);
    expect(graph.argument("aws_elasticache_parameter_group.cache_parameters", "parameter")).toContainEqual({
      name: "tcp-keepalive",
      value: "60",
    });
    expect(graph.argument(updater, "environment", "variables", "CACHE_URL")).toMatch(
      /^rediss:\/\/\$\{aws_elasticache_replication_group\.cache\.primary_endpoint_address\}:/,
    );
  });

  it("FLAG-05 keeps the token in a secret that only the functions with a connection may read", () => {
    expect(graph.references("aws_secretsmanager_secret_version.cache_token_version", "secret_string")).toEqual([
      "random_password.cache_token_password",
    ]);
    for (const fn of [updater, propagationStatus, evaluations]) {
      expect(graph.resourcesFor(fn, "secretsmanager:GetSecretValue")).toEqual([
        "${aws_secretsmanager_secret.cache_token.arn}",
      ]);
    }
    for (const fn of [validator, flagsApi]) {
      expect(graph.resourcesFor(fn, "secretsmanager:GetSecretValue")).toEqual([]);
    }
  });

  it("FLAG-05 FLAG-09 opens Redis on its port to the groups of the functions that connect, and to nothing else", () => {
    const rules = graph.referrers(
      "aws_vpc_security_group_ingress_rule",
      "security_group_id",
      "aws_security_group.cache_group",
    );
    const sources = rules.flatMap((rule) => graph.references(rule, "referenced_security_group_id"));
    expect(sources.toSorted()).toEqual([
      "aws_security_group.cache_updater_placement_group",
      "aws_security_group.consistency_checker_placement_group",
      "aws_security_group.ofrep_placement_group",
      "aws_security_group.propagation_status_placement_group",
    ]);
    for (const rule of rules) {
      expect(graph.argument(rule, "from_port")).toBe("${var.cache_port}");
      expect(graph.argument(rule, "cidr_ipv4")).toBeUndefined();
    }
  });
});

describe("network", () => {
  it.each([
    [updater, "cache_updater", ["secretsmanager", "sqs"]],
    [propagationStatus, "propagation_status", ["secretsmanager"]],
    [evaluations, "ofrep", ["secretsmanager"]],
  ])(
    "FLAG-09 %s stands in both private subnets and reaches AWS through endpoints of what it uses",
    (fn, name, endpoints) => {
      expect(graph.references(fn, "vpc_config", "subnet_ids").toSorted()).toEqual([
        "aws_subnet.network_private_1",
        "aws_subnet.network_private_2",
      ]);
      const rules = graph.referrers(
        "aws_vpc_security_group_egress_rule",
        "security_group_id",
        `aws_security_group.${name}_placement_group`,
      );
      const targets = rules.flatMap((rule) => graph.references(rule, "referenced_security_group_id"));
      expect(targets.toSorted()).toEqual([
        "aws_security_group.cache_group",
        ...endpoints.map((service) => `aws_security_group.network_${service}_group`),
      ]);
    },
  );

  it("FLAG-09 reaches the flags table through a gateway endpoint, for what is done with it from the network alone", () => {
    const endpoint = "aws_vpc_endpoint.network_dynamodb";
    expect(graph.argument(endpoint, "vpc_endpoint_type")).toBe("Gateway");
    expect(graph.references(endpoint, "route_table_ids")).toEqual(["aws_route_table.network_routes"]);
    expect(
      graph.references(
        "aws_vpc_security_group_egress_rule.propagation_status_placement_group_to_dynamodb",
        "prefix_list_id",
      ),
    ).toEqual([endpoint]);
    const policy = JSON.stringify(graph.policy(endpoint));
    expect(policy).toContain("aws:PrincipalAccount");
    for (const action of ["PutItem", "DeleteItem"]) expect(policy).not.toContain(`dynamodb:${action}`);
  });

  it("FLAG-09 leaves the flags API outside, so that it starts without a network and can read in another Region", () => {
    expect(graph.argument(flagsApi, "vpc_config")).toBeUndefined();
    expect(graph.argument(flagsApi, "environment", "variables", "CACHE_URL")).toBeUndefined();
  });

  it("FLAG-09 has no way out to the internet, nor in", () => {
    for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_route"]) expect(graph.all(type)).toEqual([]);
    expect(graph.argument("aws_default_security_group.network_default_group", "ingress")).toBeUndefined();
  });
});

describe("API", () => {
  it("FLAG-04 keeps the flags API behind IAM whatever is opened, and leaves evaluations to the operator", () => {
    const authorizations = (routes: readonly { readonly method: string; readonly path: string }[]) =>
      new Set(
        routes.map(({ method, path }) => {
          const id = `${method}${path}`
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "_")
            .replace(/_$/, "");
          return graph.argument(`aws_api_gateway_method.api_routes_${id}_method`, "authorization");
        }),
      );
    expect(authorizations([...flagRoutes, ...propagationRoutes])).toEqual(new Set(["AWS_IAM"]));
    expect(authorizations(evaluationRoutes)).toEqual(new Set(["${var.api_authorization}"]));
  });
});

describe("alarms", () => {
  it.each([
    ["errors", "Errors", 10],
    ["throttles", "Throttles", 5],
  ])("FLAG-11 wakes somebody when the validator has more %s than it may in two minutes", (name, metric, threshold) => {
    const alarm = `aws_cloudwatch_metric_alarm.validator_${name}`;
    expect(graph.references(alarm, "dimensions", "FunctionName")).toEqual([validator]);
    expect(graph.argument(alarm, "metric_name")).toBe(metric);
    expect(graph.argument(alarm, "comparison_operator")).toBe("GreaterThanThreshold");
    expect(graph.argument(alarm, "threshold")).toBe(threshold);
    expect(graph.argument(alarm, "period")).toBe(120);
    expect(graph.references(alarm, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
  });
});

it("ALL-10 FLAG-02 wakes somebody when the validator is behind the stream", () => {
  const alarm = "aws_cloudwatch_metric_alarm.validator_stream_age";
  expect(graph.references(alarm, "dimensions", "FunctionName")).toEqual([validator]);
  expect(graph.argument(alarm, "metric_name")).toBe("IteratorAge");
});

describe("names", () => {
  it.each([
    ["validator", "flag-validator-${var.environment}-"],
    ["cache_updater", "flag-cache-updater-${var.environment}-"],
  ])("FLAG-10 names the role of %s by prefix", (name, prefix) => {
    const role = `aws_iam_role.${name}_role`;
    expect(graph.argument(role, "name_prefix")).toBe(prefix);
    expect(graph.argument(role, "name")).toBeUndefined();
  });

  it("FLAG-12 tells the validator's name", () => {
    expect(graph.json.output?.validator_lambda_name?.value).toBe("${aws_lambda_function.validator.function_name}");
  });
});
