import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { ServerlessAppStack } from "../../modules/systems/serverless-app/stack";
import { graphOf, someCode } from "../helpers/test-system";

const stack = new ServerlessAppStack(Testing.app(), {
  target: "aws",
  code: someCode(["serverless-app/items", "serverless-app/changes"]),
});
const graph = graphOf(stack);

const itemsApi = "aws_lambda_function.items_api";
const changes = "aws_lambda_function.changes";
const table = "aws_dynamodb_table.items";
const tableArn = "${aws_dynamodb_table.items.arn}";
const keyArn = "${aws_kms_key.key.arn}";

const ROUTES = [
  ["POST", "/items", "post_items"],
  ["GET", "/items", "get_items"],
  ["GET", "/items/{id}", "get_items_id"],
  ["PUT", "/items/{id}", "put_items_id"],
  ["DELETE", "/items/{id}", "delete_items_id"],
  ["GET", "/items/{id}/versions", "get_items_id_versions"],
  ["GET", "/openapi.json", "get_openapi_json"],
] as const;

describe("API → function", () => {
  it.each(ROUTES)("APP-01 APP-08 sends %s %s through the alias", (method, path, id) => {
    const integration = `aws_api_gateway_integration.api_routes_${id}_integration`;
    expect(graph.references(integration, "uri")).toEqual(["aws_lambda_alias.items_api_live"]);
    expect(graph.argument(integration, "type")).toBe("AWS_PROXY");
    const apiMethod = `aws_api_gateway_method.api_routes_${id}_method`;
    expect(graph.references(integration, "resource_id")).toEqual([apiMethod]);
    expect(graph.argument(apiMethod, "http_method")).toBe(method);
    expect(pathOf(graph.references(apiMethod, "resource_id")[0])).toBe(path);
  });

  it.each(ROUTES.filter(([, path]) => !path.endsWith("/versions")))(
    "APP-01 lets API Gateway invoke the alias for %s %s and for nothing wider",
    (method, path, id) => {
      const permission = `aws_lambda_permission.api_routes_${id}_permission`;
      expect(graph.references(permission, "function_name")).toEqual([itemsApi]);
      expect(graph.references(permission, "qualifier")).toEqual(["aws_lambda_alias.items_api_live"]);
      expect(graph.argument(permission, "principal")).toBe("apigateway.amazonaws.com");
      expect(graph.argument(permission, "source_arn")).toBe(
        `\${aws_api_gateway_rest_api.api.execution_arn}/v1/${method}${path.replace("{id}", "*")}`,
      );
    },
  );

  it("APP-01 has one permission for GET /items/{id} and what is below it, since IAM's star takes slashes", () => {
    expect(graph.all("aws_lambda_permission")).toHaveLength(ROUTES.length - 1);
  });

  it("APP-01 deploys anew when a route, an integration or a gateway response changes", () => {
    const awaited = graph.argument("aws_api_gateway_deployment.api_deployment", "depends_on") as string[];
    for (const type of ["method", "integration", "gateway_response"]) {
      expect(awaited).toEqual(expect.arrayContaining([...graph.all(`aws_api_gateway_${type}`)]));
    }
    expect(graph.argument("aws_api_gateway_deployment.api_deployment", "triggers", "definition")).toMatch(
      /^[0-9a-f]{64}$/,
    );
  });

  it("APP-10 answers with problem+json when the gateway itself refuses, and says when to come back", () => {
    const throttled = "aws_api_gateway_gateway_response.api_problems_too_many_requests";
    expect(graph.argument(throttled, "response_type")).toBe("THROTTLED");
    expect(graph.argument(throttled, "response_parameters")).toEqual({
      "gatewayresponse.header.Content-Type": "'application/problem+json'",
      "gatewayresponse.header.Retry-After": "'1'",
    });
    const templates = graph.argument(throttled, "response_templates") as Record<string, string>;
    const rendered = templates["application/json"]?.replace("$context.error.messageString", '"Rate exceeded"') ?? "";
    expect(JSON.parse(rendered)).toMatchObject({
      type: "urn:plumbline:problem:too-many-requests",
      status: 429,
      detail: "Rate exceeded",
      correlation_id: "$context.requestId",
    });
  });

  it("APP-05 sets nothing for the whole account, nor needs it", () => {
    expect(graph.all("aws_api_gateway_account")).toEqual([]);
    expect(graph.argument("aws_api_gateway_method_settings.api_settings", "settings", "logging_level")).toBe("OFF");
  });
});

describe("API → log bucket", () => {
  const stage = "aws_api_gateway_stage.api_stage";
  const stream = "aws_kinesis_firehose_delivery_stream.api_access_logs";

  it("APP-04 writes access logs as one line of JSON", () => {
    const format = String(graph.argument(stage, "access_log_settings", "format"));
    expect(format).not.toContain("\n");
    expect(JSON.parse(format)).toMatchObject({ requestId: "$context.requestId", status: "$context.status" });
  });

  it("APP-04 makes the environment visible in a stage variable", () => {
    expect(graph.argument(stage, "variables")).toEqual({ environment: "${var.environment}" });
  });

  it("APP-06 sends them through a delivery stream of the name that API Gateway asks for into the log bucket", () => {
    expect(graph.references(stage, "access_log_settings", "destination_arn")).toEqual([stream]);
    expect(graph.argument(stream, "name")).toMatch(/^amazon-apigateway-serverless-app-/);
    expect(graph.references(stream, "extended_s3_configuration", "bucket_arn")).toEqual(["aws_s3_bucket.logs"]);
  });

  it("APP-06 lets log delivery write to its folders of the bucket by the bucket's policy, and use the key", () => {
    const folders = ["access-logs/*", "access-logs-failed/*"].map((folder) => `\${aws_s3_bucket.logs.arn}/${folder}`);
    expect(graph.resourcesFor(stream, "s3:PutObject")).toEqual([]);
    expect(graph.resourcesFor(stream, "kms:GenerateDataKey")).toEqual([keyArn]);
    expect(graph.policy("aws_s3_bucket_policy.logs_policy")[1]).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: "${aws_iam_role.api_access_logs_role.arn}" },
      Action: expect.arrayContaining(["s3:PutObject"]),
      Resource: folders,
    });
    expect(graph.roleOf(stream)).toBe("aws_iam_role.api_access_logs_role");
  });

  it("APP-06 deletes logs after 90 days, and keeps them private and encrypted until then", () => {
    const lifecycle = "aws_s3_bucket_lifecycle_configuration.logs_lifecycle";
    expect(graph.references(lifecycle, "bucket")).toEqual(["aws_s3_bucket.logs"]);
    expect(graph.argument(lifecycle, "rule", "expiration")).toEqual([{ days: 90 }]);
    expect(
      graph.argument("aws_s3_bucket_public_access_block.logs_public_access_block", "restrict_public_buckets"),
    ).toBe(true);
    const encryption = "aws_s3_bucket_server_side_encryption_configuration.logs_encryption";
    expect(graph.references(encryption, "rule")).toEqual(["aws_kms_key.key"]);
  });
});

describe("function → tables", () => {
  it("APP-01 keeps items under id and timestamp, with a stream and point-in-time recovery", () => {
    expect(graph.argument(table, "hash_key")).toBe("id");
    expect(graph.argument(table, "range_key")).toBe("timestamp");
    expect(graph.argument(table, "attribute")).toEqual(
      expect.arrayContaining([
        { name: "id", type: "S" },
        { name: "timestamp", type: "N" },
      ]),
    );
    expect(graph.argument(table, "stream_enabled")).toBe(true);
    expect(graph.argument(table, "point_in_time_recovery", "enabled")).toBe(true);
  });

  it("APP-01 tells the function where its tables are and lets it use them, and the listing index", () => {
    expect(graph.references(itemsApi, "environment", "variables", "ITEMS_TABLE")).toEqual([table]);
    expect(graph.references(itemsApi, "environment", "variables", "IDEMPOTENCY_TABLE")).toEqual([
      "aws_dynamodb_table.idempotency",
    ]);
    for (const action of ["dynamodb:GetItem", "dynamodb:PutItem"]) {
      expect(graph.allows(itemsApi, action, tableArn)).toBe(true);
      expect(graph.allows(itemsApi, action, "${aws_dynamodb_table.idempotency.arn}")).toBe(true);
    }
    expect(graph.resourcesFor(itemsApi, "dynamodb:Query")).toEqual([tableArn, `${tableArn}/index/*`]);
    expect(graph.resourcesFor(itemsApi, "dynamodb:Scan")).toEqual([]);
  });

  it("APP-02 gives the function its metrics' namespace", () => {
    expect(graph.argument(itemsApi, "environment", "variables", "POWERTOOLS_METRICS_NAMESPACE")).toBe("ServerlessApp");
  });
});

describe("table → changes → topic", () => {
  it("APP-01 sends versions, and not the copies of the current ones, to the function", () => {
    const mapping = "aws_lambda_event_source_mapping.changes_from_items";
    expect(graph.references(mapping, "event_source_arn")).toEqual([table]);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.changes_live"]);
    const pattern = JSON.parse(String(graph.argument(mapping, "filter_criteria", "filter", "pattern")));
    expect(pattern).toEqual({ dynamodb: { Keys: { timestamp: { N: [{ "anything-but": ["0"] }] } } } });
    expect(graph.resourcesFor(changes, "dynamodb:GetRecords")).toEqual(["${aws_dynamodb_table.items.stream_arn}"]);
  });

  it("APP-01 lets the function publish to the topic and to no other", () => {
    expect(graph.references(changes, "environment", "variables", "CHANGES_TOPIC_ARN")).toEqual([
      "aws_sns_topic.item_changes",
    ]);
    expect(graph.resourcesFor(changes, "sns:Publish")).toEqual(["${aws_sns_topic.item_changes.arn}"]);
  });
});

describe("functions", () => {
  it.each([itemsApi, changes])("APP-07 lets %s send to the dead-letter queue, and to no other queue", (fn) => {
    const queue = ["${aws_sqs_queue.dead_letters.arn}"];
    expect(graph.references(fn, "dead_letter_config", "target_arn")).toEqual(["aws_sqs_queue.dead_letters"]);
    expect(graph.resourcesFor(fn, "sqs:SendMessage")).toEqual(queue);
    expect(graph.resourcesFor(fn, "sqs:GetQueueAttributes")).toEqual(queue);
  });

  it("APP-03 sets 100 concurrent executions aside for the API", () => {
    expect(graph.argument(itemsApi, "reserved_concurrent_executions")).toBe(100);
  });

  it.each([
    [itemsApi, "aws_cloudwatch_log_group.items_api_logs"],
    [changes, "aws_cloudwatch_log_group.changes_logs"],
  ])("APP-09 keeps the logs of %s for 14 days, encrypted, and lets it write there alone", (fn, logs) => {
    expect(graph.argument(logs, "retention_in_days")).toBe(14);
    expect(graph.argument(logs, "name")).toBe(`/aws/lambda/${graph.argument(fn, "function_name")}`);
    expect(graph.references(logs, "kms_key_id")).toEqual(["aws_kms_key.key"]);
    expect(graph.resourcesFor(fn, "logs:PutLogEvents")).toEqual([`\${${logs}.arn}:*`]);
  });

  it.each([itemsApi, changes])("APP-09 traces %s, and lets it write the traces", (fn) => {
    expect(graph.argument(fn, "tracing_config", "mode")).toBe("Active");
    expect(graph.allows(fn, "xray:PutTraceSegments", "*")).toBe(true);
    expect(graph.argument("aws_api_gateway_stage.api_stage", "xray_tracing_enabled")).toBe(true);
  });

  it.each(["items_api", "changes"])("APP-09 alarms on errors and duration of %s, to the alarm topic", (name) => {
    for (const [alarm, metric] of [
      ["errors", "Errors"],
      ["duration", "Duration"],
    ] as const) {
      const address = `aws_cloudwatch_metric_alarm.${name}_${alarm}`;
      expect(graph.argument(address, "metric_name")).toBe(metric);
      expect(graph.references(address, "dimensions")).toEqual([`aws_lambda_function.${name}`]);
      expect(graph.references(address, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
    }
  });

  it("APP-09 lets CloudWatch's alarms of this system publish to the alarm topic, through its key", () => {
    const [, allow] = graph.policy("aws_sns_topic_policy.alarms_policy");
    expect(allow).toMatchObject({ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } });
    expect(JSON.stringify(allow)).toContain(":alarm:serverless-app-*");
    expect(graph.policy("aws_kms_key.key").map(({ Sid }) => Sid)).toContain("AllowCloudwatch");
  });
});

describe("safe deployment", () => {
  const alias = "aws_lambda_alias.items_api_live";

  it("APP-08 publishes versions and gives the newest all the traffic by default", () => {
    expect(graph.argument(itemsApi, "publish")).toBe(true);
    expect(graph.argument(alias, "function_version")).toBe(
      '${var.items_api_stable_version == "" ? aws_lambda_function.items_api.version : var.items_api_stable_version}',
    );
    expect(graph.json.variable?.items_api_stable_version?.default).toBe("");
  });

  it("APP-08 sends the newest the canary's share while a stable version is named", () => {
    expect(graph.argument(alias, "dynamic", "routing_config", "content")).toEqual({
      additional_version_weights: "${{ (aws_lambda_function.items_api.version) = routing_config.value }}",
    });
  });
});

describe("outputs", () => {
  it("APP-10 ALL-11 carry the stack's name and point at what they say", () => {
    const outputs = graph.json.output ?? {};
    expect(Object.keys(outputs).filter((name) => !name.startsWith("serverless_app_"))).toEqual([]);
    expect(outputs.serverless_app_api_url?.value).toBe("${aws_api_gateway_stage.api_stage.invoke_url}");
    expect(outputs.serverless_app_items_table_name?.value).toBe("${aws_dynamodb_table.items.name}");
    expect(outputs.serverless_app_changes_topic_arn?.value).toBe("${aws_sns_topic.item_changes.arn}");
    expect(outputs.serverless_app_dead_letter_queue_url?.value).toBe("${aws_sqs_queue.dead_letters.url}");
  });
});

/** @returns the path that an API Gateway resource stands for, from the segments above it. */
function pathOf(resource: string | undefined): string {
  if (resource === undefined || resource.startsWith("aws_api_gateway_rest_api.")) return "";
  return `${pathOf(graph.references(resource, "parent_id")[0])}/${graph.argument(resource, "path_part")}`;
}
