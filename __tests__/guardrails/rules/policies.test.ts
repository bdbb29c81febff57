import { describe, expect, it } from "@jest/globals";
import { logPolicyBeyondOwnGroup } from "../../../modules/guardrails/rules/log-policy-beyond-own-group";
import { permissionWithoutSource } from "../../../modules/guardrails/rules/permission-without-source";
import { policyMadeElsewhere } from "../../../modules/guardrails/rules/policy-made-elsewhere";
import { policyOpenToAnyone } from "../../../modules/guardrails/rules/policy-open-to-anyone";
import { unreadablePolicy } from "../../../modules/guardrails/rules/unreadable-policy";
import { wildcardAction } from "../../../modules/guardrails/rules/wildcard-action";
import { wildcardResource } from "../../../modules/guardrails/rules/wildcard-resource";
import { type Break, messagesOf, set } from "../breaking";
import { allow, policy } from "../compliant";

/** Gives the function's role one statement in place of all that it has. */
const allowing = (action: unknown, resource: unknown): Break =>
  set("aws_iam_role_policy.worker", { policy: policy(allow(action, resource)) });

/** The same through a policy document. */
const allowingByDocument =
  (statement: Record<string, unknown>): Break =>
  (json) => {
    json.data.aws_iam_policy_document = { worker: { statement: [statement] } };
    set("aws_iam_role_policy.worker", { policy: "${data.aws_iam_policy_document.worker.json}" })(json);
  };

describe("unreadable-policy", () => {
  it.each([
    ["made by an expression", '${jsonencode({ Statement = "all" })}'],
    ["no JSON", "{"],
    ["without statements", "{}"],
    ["from a document that this stack lacks", "${data.aws_iam_policy_document.other.json}"],
  ])("ALL-04 fails if a policy is %s", (_case, unreadable) => {
    expect(messagesOf(unreadablePolicy, set("aws_iam_role_policy.worker", { policy: unreadable }))).toEqual([
      "orders/worker/policy (aws_iam_role_policy.worker): its policy can't be read before Terraform runs. Write it with JSON.stringify, or as an aws_iam_policy_document made of statements alone. [unreadable-policy, ALL-04]",
    ]);
  });

  it("ALL-04 fails if a document takes in statements from elsewhere", () => {
    const messages = messagesOf(unreadablePolicy, (json) => {
      allowingByDocument({ actions: ["sqs:SendMessage"], resources: ["${aws_sqs_queue.failed.arn}"] })(json);
      Object.assign(json.data.aws_iam_policy_document?.worker ?? {}, { source_policy_documents: ["${var.more}"] });
    });
    expect(messages).toHaveLength(1);
  });

  it("ALL-04 reads a policy with quotes inside an expression", () => {
    const resource = '${var.environment == "prod" ? aws_sqs_queue.orders.arn : aws_sqs_queue.failed.arn}';
    const unescaped = policy(allow("sqs:SendMessage", "RESOURCE")).replace("RESOURCE", () => resource);
    expect(messagesOf(unreadablePolicy, set("aws_iam_role_policy.worker", { policy: unescaped }))).toEqual([]);
  });
});

describe("wildcard-action", () => {
  it("ALL-04 fails if a policy allows an action by wildcard", () => {
    expect(messagesOf(wildcardAction, allowing(["sqs:*"], "${aws_sqs_queue.failed.arn}"))).toEqual([
      "orders/worker/policy (aws_iam_role_policy.worker): its policy allows 'sqs:*'. Name each action that is used. [wildcard-action, ALL-04]",
    ]);
  });

  it("ALL-04 fails if a policy allows all actions but some", () => {
    const statement = { Effect: "Allow", NotAction: "iam:*", Resource: "${aws_sqs_queue.failed.arn}" };
    expect(messagesOf(wildcardAction, set("aws_iam_role_policy.worker", { policy: policy(statement) }))).toEqual([
      expect.stringContaining("its policy allows all actions but 'iam:*'"),
    ]);
  });

  it("ALL-04 fails if a policy document allows an action by wildcard", () => {
    const statement = { actions: ["sqs:*"], resources: ["${aws_sqs_queue.failed.arn}"] };
    expect(messagesOf(wildcardAction, allowingByDocument(statement))).toEqual([
      expect.stringContaining("its policy allows 'sqs:*'"),
    ]);
  });
});

describe("wildcard-resource", () => {
  it("ALL-04 fails if a policy allows an action on every resource", () => {
    expect(messagesOf(wildcardResource, allowing("sqs:SendMessage", "*"))).toEqual([
      "orders/worker/policy (aws_iam_role_policy.worker): its policy allows sqs:SendMessage on '*'. Name the resources by their ARNs; an action that AWS lets no one scope belongs in a statement of its own and in unscopable-actions.ts. [wildcard-resource, ALL-04]",
    ]);
  });

  it.each([
    ["arn:aws:sqs:*:*:*"],
    ["arn:aws:logs:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:log-group:*"],
    ["arn:aws:dynamodb:us-east-1:${data.aws_caller_identity.me.account_id}:table/*"],
    ["arn:aws:sqs:us-east-1:${data.aws_caller_identity.me.account_id}:??????"],
    ['${var.open ? "*" : aws_sqs_queue.orders.arn}'],
  ])("ALL-04 fails if a policy names %s", (resource) => {
    const unescaped = policy(allow("sqs:SendMessage", "RESOURCE")).replace("RESOURCE", () => resource);
    expect(messagesOf(wildcardResource, set("aws_iam_role_policy.worker", { policy: unescaped }))).toHaveLength(1);
  });

  it.each([
    ["${aws_s3_bucket.archive.arn}/*"],
    ["${aws_dynamodb_table.orders.arn}/index/*"],
    ["arn:aws:ssm:us-east-1:${data.aws_caller_identity.me.account_id}:parameter/orders/${var.environment}/*"],
  ])("ALL-04 passes if a policy names %s", (resource) => {
    expect(messagesOf(wildcardResource, allowing("s3:GetObject", resource))).toEqual([]);
  });

  it("ALL-04 fails if a policy names every table by way of a local", () => {
    const messages = messagesOf(wildcardResource, (json) => {
      json.locals.tables = "arn:aws:dynamodb:us-east-1:${data.aws_caller_identity.me.account_id}:table";
      allowing("dynamodb:GetItem", "${local.tables}/*")(json);
    });
    expect(messages).toHaveLength(1);
  });

  it("ALL-04 fails if an action that can't be scoped takes another with it", () => {
    expect(messagesOf(wildcardResource, allowing(["xray:PutTraceSegments", "sqs:SendMessage"], "*"))).toHaveLength(1);
  });
});

describe("policy-open-to-anyone", () => {
  it("ALL-04 fails if a queue's policy lets anyone send", () => {
    const statement = { ...allow("sqs:SendMessage", "${aws_sqs_queue.orders.arn}"), Principal: { AWS: "*" } };
    expect(messagesOf(policyOpenToAnyone, set("aws_sqs_queue_policy.orders", { policy: policy(statement) }))).toEqual([
      "orders/orders/policy (aws_sqs_queue_policy.orders): its policy lets anyone use sqs:SendMessage. Name the principal, and the source by a condition on aws:SourceArn. [policy-open-to-anyone, ALL-04]",
    ]);
  });
});

describe("policy-made-elsewhere", () => {
  it("ALL-04 fails if a role has a policy of AWS's", () => {
    const policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    expect(messagesOf(policyMadeElsewhere, set("aws_iam_role_policy_attachment.logs", { policy_arn }))).toEqual([
      `orders/logs (aws_iam_role_policy_attachment.logs): it attaches '${policy_arn}', whose statements this stack does not know. Grant the actions that are needed in an aws_iam_role_policy of the role. [policy-made-elsewhere, ALL-04]`,
    ]);
  });
});

describe("log-policy-beyond-own-group", () => {
  it("ALL-04 fails if a function writes to another function's log group", () => {
    const messages = messagesOf(logPolicyBeyondOwnGroup, (json) => {
      set("aws_cloudwatch_log_group.other", {})(json);
      allowing("logs:PutLogEvents", "${aws_cloudwatch_log_group.other.arn}:*")(json);
    });
    expect(messages).toEqual([
      "orders/worker/policy (aws_iam_role_policy.worker): it writes logs to '${aws_cloudwatch_log_group.other.arn}:*'. Name aws_cloudwatch_log_group.worker's arn and its arn:* only. [log-policy-beyond-own-group, ALL-04]",
    ]);
  });

  it("ALL-04 fails if a function writes to every log group", () => {
    const everyGroup = "arn:aws:logs:us-east-1:${data.aws_caller_identity.me.account_id}:log-group:/aws/lambda/*";
    expect(messagesOf(logPolicyBeyondOwnGroup, allowing("logs:*", everyGroup))).toHaveLength(1);
  });
});

describe("permission-without-source", () => {
  it("ALL-04 fails if a permission names no source", () => {
    expect(messagesOf(permissionWithoutSource, set("aws_lambda_permission.api", { source_arn: undefined }))).toEqual([
      "orders/api/permission (aws_lambda_permission.api): it lets apigateway.amazonaws.com invoke the function for anyone, in any account. Set source_arn to what triggers the function, such as ${aws_api_gateway_rest_api.api.execution_arn}/*/*/*. [permission-without-source, ALL-04]",
    ]);
  });

  it("ALL-04 fails if a permission's source is every API", () => {
    const source_arn = "arn:aws:execute-api:us-east-1:${data.aws_caller_identity.me.account_id}:*";
    expect(messagesOf(permissionWithoutSource, set("aws_lambda_permission.api", { source_arn }))).toHaveLength(1);
  });

  it("ALL-04 passes if the permission is that of a function URL", () => {
    const url = { principal: "*", source_arn: undefined, function_url_auth_type: "AWS_IAM" };
    expect(messagesOf(permissionWithoutSource, set("aws_lambda_permission.api", url))).toEqual([]);
  });
});
