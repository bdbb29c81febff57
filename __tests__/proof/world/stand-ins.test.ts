import { describe, expect, it } from "@jest/globals";
import { isUnknown } from "../../../modules/proof/model";
import { worldOf } from "./some-world";

describe("a stand-in", () => {
  const given: readonly (readonly [type: string, attributes: object, attribute: string, value: unknown])[] = [
    ["aws_sqs_queue", { name: "q" }, "arn", "arn:aws:sqs:us-east-1:111122223333:q"],
    ["aws_sqs_queue", { name: "q" }, "url", "https://sqs.us-east-1.amazonaws.com/111122223333/q"],
    ["aws_sns_topic", { name: "t" }, "id", "arn:aws:sns:us-east-1:111122223333:t"],
    ["aws_dynamodb_table", { name: "t" }, "arn", "arn:aws:dynamodb:us-east-1:111122223333:table/t"],
    ["aws_s3_bucket", { bucket: "b" }, "arn", "arn:aws:s3:::b"],
    ["aws_iam_role", { name: "r", path: "/app/" }, "arn", "arn:aws:iam::111122223333:role/app/r"],
    ["aws_iam_policy", { name: "p" }, "arn", "arn:aws:iam::111122223333:policy/p"],
    ["aws_kms_alias", { name: "alias/k" }, "arn", "arn:aws:kms:us-east-1:111122223333:alias/k"],
    ["aws_lambda_function", { function_name: "f" }, "arn", "arn:aws:lambda:us-east-1:111122223333:function:f"],
    [
      "aws_lambda_function",
      { function_name: "f", publish: true },
      "qualified_arn",
      "arn:aws:lambda:us-east-1:111122223333:function:f:1",
    ],
    [
      "aws_lambda_function",
      { function_name: "f" },
      "invoke_arn",
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations",
    ],
    [
      "aws_lambda_alias",
      { name: "live", function_name: "arn:aws:lambda:us-east-1:111122223333:function:f" },
      "arn",
      "arn:aws:lambda:us-east-1:111122223333:function:f:live",
    ],
    ["aws_cloudwatch_log_group", { name: "/g" }, "arn", "arn:aws:logs:us-east-1:111122223333:log-group:/g"],
    ["aws_cloudwatch_event_rule", { name: "r" }, "arn", "arn:aws:events:us-east-1:111122223333:rule/r"],
    [
      "aws_cloudwatch_event_rule",
      { name: "r", event_bus_name: "b" },
      "arn",
      "arn:aws:events:us-east-1:111122223333:rule/b/r",
    ],
    ["aws_cloudwatch_event_bus", { name: "b" }, "arn", "arn:aws:events:us-east-1:111122223333:event-bus/b"],
    ["aws_cloudwatch_metric_alarm", { alarm_name: "a" }, "arn", "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a"],
    ["aws_scheduler_schedule", { name: "s" }, "arn", "arn:aws:scheduler:us-east-1:111122223333:schedule/default/s"],
    ["aws_sfn_state_machine", { name: "m" }, "arn", "arn:aws:states:us-east-1:111122223333:stateMachine:m"],
    ["aws_kinesis_stream", { name: "s" }, "arn", "arn:aws:kinesis:us-east-1:111122223333:stream/s"],
    [
      "aws_kinesis_firehose_delivery_stream",
      { name: "d" },
      "arn",
      "arn:aws:firehose:us-east-1:111122223333:deliverystream/d",
    ],
    ["aws_ssm_parameter", { name: "/a/b" }, "arn", "arn:aws:ssm:us-east-1:111122223333:parameter/a/b"],
    ["aws_opensearch_domain", { domain_name: "d" }, "arn", "arn:aws:es:us-east-1:111122223333:domain/d"],
    ["aws_db_instance", { identifier: "d" }, "arn", "arn:aws:rds:us-east-1:111122223333:db:d"],
    [
      "aws_elasticache_replication_group",
      { replication_group_id: "c" },
      "arn",
      "arn:aws:elasticache:us-east-1:111122223333:replicationgroup:c",
    ],
    [
      "aws_apigatewayv2_stage",
      { api_id: "a", name: "$default" },
      "invoke_url",
      "https://a.execute-api.us-east-1.amazonaws.com/",
    ],
    [
      "aws_api_gateway_stage",
      { rest_api_id: "a", stage_name: "v1" },
      "execution_arn",
      "arn:aws:execute-api:us-east-1:111122223333:a/v1",
    ],
  ];

  it.each(given)("of %s %j has the form that AWS gives its %s", (type, attributes, attribute, value) => {
    expect(attributesOf(type, attributes)?.[attribute]).toBe(value);
  });

  const made: readonly (readonly [type: string, attribute: string, form: RegExp])[] = [
    ["aws_dynamodb_table", "stream_arn", /^arn:aws:dynamodb:us-east-1:111122223333:table\/n\/stream\/20/],
    ["aws_kms_key", "arn", /^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/],
    ["aws_secretsmanager_secret", "arn", /^arn:aws:secretsmanager:us-east-1:111122223333:secret:n-\w{6}$/],
    ["aws_api_gateway_rest_api", "execution_arn", /^arn:aws:execute-api:us-east-1:111122223333:[0-9a-f]{10}$/],
    ["aws_apigatewayv2_api", "arn", /^arn:aws:apigateway:us-east-1::\/apis\/[0-9a-f]{10}$/],
    ["aws_cognito_user_pool", "arn", /^arn:aws:cognito-idp:us-east-1:111122223333:userpool\/us-east-1_\w{9}$/],
    ["aws_vpc", "id", /^vpc-[0-9a-f]{17}$/],
    ["aws_subnet", "id", /^subnet-[0-9a-f]{17}$/],
    ["aws_security_group", "id", /^sg-[0-9a-f]{17}$/],
  ];

  it.each(made)("of %s makes up its %s, always the same", (type, attribute, form) => {
    const attributes = { name: "n", stream_enabled: true };
    expect(attributesOf(type, attributes)?.[attribute]).toMatch(form);
    expect(attributesOf(type, attributes)).toEqual(attributesOf(type, attributes));
  });

  it("of a name begins with the prefix and differs between resources", () => {
    const { resources } = worldOf({
      resource: { aws_iam_role: { a: { name_prefix: "app-" }, b: { name_prefix: "app-" } } },
    });
    const [a, b] = resources.map(({ attributes }) => String(attributes.name));
    expect(a).toMatch(/^app-[0-9a-f]{26}$/);
    expect(a).not.toBe(b);
  });

  it("is never made for a type that isn't known: its ARN is unknown", () => {
    const world = worldOf({
      resource: {
        aws_new_thing: { t: { name: "t" } },
        aws_sns_topic: { s: { name: "s", tags: { arn: "${aws_new_thing.t.arn}" } } },
      },
    });
    expect(isUnknown(world.resource("aws_sns_topic.s")?.attributes.tags)).toBe(true);
    expect(world.resource("aws_new_thing.t")?.attributes).toEqual({ name: "t" });
  });
});

describe("the owner of an ARN", () => {
  const world = worldOf({
    resource: {
      aws_s3_bucket: { b: { bucket: "b" } },
      aws_dynamodb_table: { t: { name: "t", stream_enabled: true } },
      aws_lambda_function: { f: { function_name: "f" } },
      aws_lambda_alias: { live: { function_name: "f", name: "live" } },
      aws_cloudwatch_log_group: { g: { name: "/g" } },
      aws_sfn_state_machine: { m: { name: "m" } },
      aws_sns_topic_policy: { p: { arn: "${aws_sns_topic.s.arn}", policy: "{}" } },
      aws_sns_topic: { s: { name: "s" } },
      aws_apigatewayv2_api: { a: { name: "a" } },
    },
  });
  const api = world.resource("aws_apigatewayv2_api.a")?.attributes.execution_arn;
  const inRegion = (rest: string) => `arn:aws:${rest.replace("::", ":us-east-1:111122223333:")}`;

  it.each([
    ["arn:aws:s3:::b/logs/1.gz", "aws_s3_bucket.b"],
    [inRegion("dynamodb::table/t/index/by-name"), "aws_dynamodb_table.t"],
    [inRegion("dynamodb::table/t/stream/2026-01-01T00:00:00.000"), "aws_dynamodb_table.t"],
    [inRegion("lambda::function:f:7"), "aws_lambda_function.f"],
    [inRegion("lambda::function:f:live"), "aws_lambda_alias.live"],
    [inRegion("logs::log-group:/g:log-stream:x"), "aws_cloudwatch_log_group.g"],
    [inRegion("logs::log-group:/g:*"), "aws_cloudwatch_log_group.g"],
    [inRegion("states::execution:m:run"), "aws_sfn_state_machine.m"],
    [inRegion("sns::s"), "aws_sns_topic.s"],
    [`${api}/$default/GET/items`, "aws_apigatewayv2_api.a"],
    [
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations",
      "aws_lambda_function.f",
    ],
    ["arn:aws:s3:::bb", undefined],
    ["no ARN", undefined],
  ])("%s is %s", (arn, address) => {
    expect(world.owner(arn)?.address).toBe(address);
  });
});

it("a rule's target is not taken for what it names by its ARN", () => {
  const world = worldOf({
    resource: {
      aws_cloudwatch_event_target: { it: { rule: "rule", arn: "${aws_lambda_function.f.arn}" } },
      aws_lambda_function: { f: { function_name: "f" } },
    },
  });
  expect(world.owner("arn:aws:lambda:us-east-1:111122223333:function:f")?.address).toBe("aws_lambda_function.f");
});

function attributesOf(type: string, attributes: object): Readonly<Record<string, unknown>> | undefined {
  return worldOf({ resource: { [type]: { it: attributes } } }).resource(`${type}.it`)?.attributes;
}
