import { describe, expect, it } from "@jest/globals";
import { CASES, permission, QUEUE_ARN, queuePolicy, type Resources, RULE, RULE_ARN, TOPIC_ARN } from "./cases";
import { allow, callsOf, FN, policy, proofOf, role, TOPIC } from "./some-config";

describe.each(CASES)("$name", ({ kind, parts, permits, actions }) => {
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
