import { describe, expect, it } from "@jest/globals";
import { CASES, permission, QUEUE_ARN, queuePolicy, type Resources, RULE, RULE_ARN, TOPIC_ARN } from "./cases";
import { SERVICE_CASES } from "./service-cases";
import { allow, callsOf, FN, faultsOf, policy, proofOf, QUEUE, role, TOPIC } from "./some-config";

describe.each([...CASES, ...SERVICE_CASES])("$name", ({ kind, parts, permits, actions }) => {
  it("is allowed with its permission", () => {
    expect(callsOf(proofOf({ ...parts, ...permits }), kind)).toEqual(actions.map((action) => `${action} allowed`));
  });

  it("is denied without it, and the finding says what is missing", () => {
    const proof = proofOf({ ...role(serviceOf(permits)), ...parts });
    expect(callsOf(proof, kind)).toEqual(actions.map((action) => `${action} denied`));
    const faults = proof.findings.filter(({ rule }) => rule === "missing-permission").map(({ fault }) => fault);
    expect(faults).toContainEqual(expect.stringContaining(`(${kind})`));
  });
});

/** Without its permission a role is still taken on by its service. */
function serviceOf(permits: Resources): string {
  const trust = String(permits["aws_iam_role.it"]?.assume_role_policy ?? "");
  return /"Service":"(\w+)\./.exec(trust)?.[1] ?? "lambda";
}

describe("keys", () => {
  const encrypted = (sns: Readonly<Record<string, unknown>>) => ({
    ...TOPIC,
    "aws_kms_key.key": { policy: policy(allow("Sns", ["kms:GenerateDataKey", "kms:Decrypt"], ["*"], sns)) },
    "aws_sqs_queue.queue": { name: "queue", kms_master_key_id: "${aws_kms_key.key.arn}" },
    "aws_sns_topic_subscription.it": { topic_arn: TOPIC_ARN, protocol: "sqs", endpoint: QUEUE_ARN },
    ...queuePolicy("sns.amazonaws.com", TOPIC_ARN),
  });

  it("lets SNS in where its policy names SNS", () => {
    expect(callsOf(proofOf(encrypted({ Principal: { Service: "sns.amazonaws.com" } })), "subscription")).toEqual([
      "sqs:SendMessage allowed",
      "kms:GenerateDataKey allowed",
      "kms:Decrypt allowed",
    ]);
  });

  it("keeps SNS out where its policy names another service", () => {
    expect(callsOf(proofOf(encrypted({ Principal: { Service: "events.amazonaws.com" } })), "subscription")).toEqual([
      "sqs:SendMessage allowed",
      "kms:GenerateDataKey denied",
      "kms:Decrypt denied",
    ]);
  });
});

it("an alias is not covered by a permission on the bare function", () => {
  const parts = {
    ...FN,
    ...role("lambda"),
    ...RULE,
    "aws_lambda_alias.live": { name: "live", function_name: "fn", function_version: "1" },
    "aws_cloudwatch_event_target.it": { rule: "rule", arn: "${aws_lambda_alias.live.arn}" },
  };
  const bare = proofOf({ ...parts, ...permission("events.amazonaws.com", RULE_ARN) });
  const qualified = proofOf({ ...parts, ...permission("events.amazonaws.com", RULE_ARN, { qualifier: "live" }) });
  expect(callsOf(bare, "target")).toEqual(["lambda:InvokeFunction denied"]);
  expect(callsOf(qualified, "target")).toEqual(["lambda:InvokeFunction allowed"]);
});

describe("a role", () => {
  it("is taken on by the service it trusts", () => {
    expect(callsOf(proofOf({ ...FN, ...role("lambda") }), "role")).toEqual(["sts:AssumeRole allowed"]);
  });

  it("is refused to a service it does not trust", () => {
    expect(callsOf(proofOf({ ...FN, ...role("states") }), "role")).toEqual(["sts:AssumeRole denied"]);
  });
});

describe("a dead-letter queue", () => {
  const redrive = (allowed: string) => ({
    ...QUEUE,
    "aws_sqs_queue.source": {
      name: "source",
      redrive_policy: JSON.stringify({ deadLetterTargetArn: QUEUE_ARN, maxReceiveCount: 5 }),
    },
    "aws_sqs_queue_redrive_allow_policy.it": {
      queue_url: "${aws_sqs_queue.queue.url}",
      redrive_allow_policy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [allowed] }),
    },
  });

  it("takes what the queue it allows gives up", () => {
    expect(faultsOf(proofOf(redrive("${aws_sqs_queue.source.arn}")), "refused-redrive")).toEqual([]);
  });

  it("is found to refuse a queue that it does not allow", () => {
    expect(faultsOf(proofOf(redrive(QUEUE_ARN)), "refused-redrive")).toHaveLength(1);
  });
});

describe("an access log", () => {
  const logged = (name: string) => ({
    "aws_api_gateway_rest_api.api": { name: "api" },
    "aws_api_gateway_stage.it": {
      rest_api_id: "${aws_api_gateway_rest_api.api.id}",
      stage_name: "v1",
      access_log_settings: { destination_arn: "${aws_kinesis_firehose_delivery_stream.stream.arn}", format: "{}" },
    },
    "aws_kinesis_firehose_delivery_stream.stream": { name },
  });

  it("reaches a delivery stream of the name that API Gateway asks for", () => {
    expect(faultsOf(proofOf(logged("amazon-apigateway-log")), "misnamed-log-stream")).toEqual([]);
  });

  it("is found to reach no other", () => {
    expect(faultsOf(proofOf(logged("log")), "misnamed-log-stream")).toHaveLength(1);
  });
});
