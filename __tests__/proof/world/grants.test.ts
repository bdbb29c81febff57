import { describe, expect, it } from "@jest/globals";
import { type Grants, readGrants } from "../../../modules/proof/graph";
import { isUnknown } from "../../../modules/proof/model";
import { rulesOf, worldOf } from "./some-world";

const ROLE = "arn:aws:iam::111122223333:role/r";
const QUEUE = "arn:aws:sqs:us-east-1:111122223333:q";
const allow = (action: string, more: object = {}) =>
  JSON.stringify({ Statement: { Effect: "Allow", Action: action, Resource: "*", ...more } });
const role = { aws_iam_role: { r: { name: "r", assume_role_policy: allow("sts:AssumeRole", { Principal: "*" }) } } };

describe("what a role is allowed", () => {
  it("comes from inline policies, attached ones, and AWS's own", () => {
    const grants = grantsOf({
      aws_iam_role: {
        r: {
          ...role.aws_iam_role.r,
          inline_policy: { name: "i", policy: allow("a:Inline") },
          managed_policy_arns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
        },
      },
      aws_iam_role_policy: { p: { role: "${aws_iam_role.r.id}", policy: allow("a:Own") } },
      aws_iam_policy: { a: { name: "a", policy: allow("a:Attached") } },
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.a.arn}" },
      },
    });
    expect(actions(grants)).toEqual([
      ["aws_iam_role.r", ["a:Inline"]],
      ["aws_iam_role.r", ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]],
      ["aws_iam_role_policy.p", ["a:Own"]],
      ["aws_iam_policy.a", ["a:Attached"]],
    ]);
    expect(grants.findings).toEqual([]);
    expect(grants.trust(ROLE)[0]?.statements[0]?.principals).toEqual({ AWS: ["*"] });
  });

  it("is unknown, and a finding, where AWS's own policy isn't known", () => {
    const attachment = { role: "r", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const grants = grantsOf({ ...role, aws_iam_role_policy_attachment: { a: attachment } });
    expect(rulesOf(grants)).toEqual(["unreadable-managed-policy"]);
    expect(isUnknown(grants.identity(ROLE))).toBe(true);
  });

  it.each([
    ["no JSON", "{"],
    ["no statement", "{}"],
    ["no effect", JSON.stringify({ Statement: [{ Action: "a:B", Resource: "*" }] })],
    ["a key that IAM doesn't know", allow("a:B", { Actions: "a:C" })],
    ["an object for an action", JSON.stringify({ Statement: [{ Effect: "Allow", Action: {}, Resource: "*" }] })],
    ["what can't be told", '{"Statement":[{"Effect":"Allow","Action":"a:B","Resource":"${aws_iam_role.r.nothing}"}]}'],
    ["nothing but what can't be told", "${aws_iam_role.r.nothing}"],
  ])("is unknown, and a finding, where a policy has %s", (_, policy) => {
    const grants = grantsOf({ ...role, aws_iam_role_policy: { p: { role: "r", policy } } });
    expect(rulesOf(grants)).toEqual(["unreadable-policy"]);
    expect(isUnknown(grants.identity(ROLE))).toBe(true);
  });

  it("is read from a policy document, with what it takes over and replaces", () => {
    const world = worldOf({
      data: {
        aws_iam_policy_document: {
          base: { statement: [{ sid: "A", actions: ["a:Base"], resources: ["*"] }] },
          it: {
            source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
            override_policy_documents: [
              JSON.stringify({ Statement: [{ Sid: "A", Effect: "Deny", Action: "a:Over", Resource: "*" }] }),
            ],
            dynamic: {
              statement: {
                for_each: ["q"],
                content: {
                  actions: ["sqs:SendMessage"],
                  resources: ["arn:aws:sqs:us-east-1:111122223333:${statement.value}"],
                  principals: [{ type: "Service", identifiers: ["sns.amazonaws.com"] }],
                  condition: { test: "ArnEquals", variable: "aws:SourceArn", values: ["x"] },
                },
              },
            },
          },
        },
      },
      resource: {
        aws_sqs_queue: { q: { name: "q" } },
        aws_sqs_queue_policy: {
          p: { queue_url: "${aws_sqs_queue.q.id}", policy: "${data.aws_iam_policy_document.it.json}" },
        },
      },
    });
    expect(readGrants(world).resource(QUEUE)).toEqual([
      {
        address: "aws_sqs_queue_policy.p",
        statements: [
          { sid: "A", effect: "Deny", actions: ["a:Over"], resources: ["*"], conditions: {} },
          {
            effect: "Allow",
            actions: ["sqs:SendMessage"],
            resources: [QUEUE],
            principals: { Service: ["sns.amazonaws.com"] },
            conditions: { ArnEquals: { "aws:SourceArn": ["x"] } },
          },
        ],
      },
    ]);
  });
});

describe("what a resource allows", () => {
  it("stands on the alias that a permission names, with the conditions that narrow it", () => {
    const grants = grantsOf({
      aws_lambda_function: { f: { function_name: "f" } },
      aws_lambda_alias: { live: { function_name: "f", name: "live" } },
      aws_lambda_permission: {
        p: {
          action: "lambda:InvokeFunction",
          function_name: "${aws_lambda_function.f.function_name}",
          qualifier: "live",
          principal: "s3.amazonaws.com",
          source_arn: "arn:aws:s3:::b",
          source_account: "${data.aws_caller_identity.me.account_id}",
        },
      },
    });
    const alias = "arn:aws:lambda:us-east-1:111122223333:function:f:live";
    expect(grants.resource("arn:aws:lambda:us-east-1:111122223333:function:f")).toEqual([]);
    expect(grants.resource(alias)).toEqual([
      {
        address: "aws_lambda_permission.p",
        statements: [
          {
            effect: "Allow",
            principals: { Service: ["s3.amazonaws.com"] },
            actions: ["lambda:InvokeFunction"],
            resources: [alias],
            conditions: {
              ArnLike: { "aws:SourceArn": ["arn:aws:s3:::b"] },
              StringEquals: { "aws:SourceAccount": ["111122223333"] },
            },
          },
        ],
      },
    ]);
  });

  const policy = allow("a:B", { Principal: { Service: "x.amazonaws.com" } });
  it.each([
    ["aws_sqs_queue", { name: "q", policy }, {}, QUEUE],
    [
      "aws_sqs_queue",
      { name: "q" },
      { aws_sqs_queue_policy: { p: { queue_url: "${aws_sqs_queue.it.url}", policy } } },
      QUEUE,
    ],
    [
      "aws_s3_bucket",
      { bucket: "b" },
      { aws_s3_bucket_policy: { p: { bucket: "${aws_s3_bucket.it.id}", policy } } },
      "arn:aws:s3:::b",
    ],
    [
      "aws_sns_topic",
      { name: "t" },
      { aws_sns_topic_policy: { p: { arn: "${aws_sns_topic.it.arn}", policy } } },
      "arn:aws:sns:us-east-1:111122223333:t",
    ],
    [
      "aws_cloudwatch_event_bus",
      { name: "b" },
      { aws_cloudwatch_event_bus_policy: { p: { event_bus_name: "b", policy } } },
      "arn:aws:events:us-east-1:111122223333:event-bus/b",
    ],
  ])("is read for %s %j", (type, it, more, arn) => {
    const grants = grantsOf({ [type]: { it }, ...more });
    expect(grants.findings).toEqual([]);
    expect(grants.resource(arn).flatMap(({ statements }) => statements)).toMatchObject([{ actions: ["a:B"] }]);
  });

  it("is a finding where two blocks set one policy", () => {
    const grants = grantsOf({
      aws_sqs_queue: { q: { name: "q", policy } },
      aws_sqs_queue_policy: { p: { queue_url: "${aws_sqs_queue.q.url}", policy: allow("a:C", { Principal: "*" }) } },
    });
    expect(rulesOf(grants)).toEqual(["overwritten-policy"]);
  });

  it("is a finding where the resource can't be told", () => {
    const grants = grantsOf({ aws_sqs_queue_policy: { p: { queue_url: "https://elsewhere", policy } } });
    expect(rulesOf(grants)).toEqual(["unknown-policy-target"]);
  });

  it("is, for a key without a policy, what AWS gives it: the account decides", () => {
    const world = worldOf({ resource: { aws_kms_key: { k: {} } } });
    const [given] = readGrants(world).key(String(world.resources[0]?.attributes.arn));
    expect(given?.statements).toMatchObject([
      { principals: { AWS: ["arn:aws:iam::111122223333:root"] }, actions: ["kms:*"] },
    ]);
  });

  it("holds the account's policies of CloudWatch Logs for every log group", () => {
    const grants = grantsOf({
      aws_cloudwatch_log_resource_policy: { p: { policy_name: "p", policy_document: policy } },
    });
    expect(grants.resource("arn:aws:logs:us-east-1:111122223333:log-group:/g")).toHaveLength(1);
  });
});

function grantsOf(resource: object): Grants {
  return readGrants(worldOf({ data: { aws_caller_identity: { me: {} } }, resource }));
}

function actions(grants: Grants): readonly unknown[] {
  return grants.identity(ROLE).map(({ address, statements }) => [address, statements.flatMap((one) => one.actions)]);
}
