import { describe, expect, it } from "@jest/globals";
import type { EntryCode } from "../../../modules/proof/code/entry-code";
import { prove } from "../../../modules/proof/proof";
import { withoutWaived } from "../../../modules/proof/waivers";
import { allow, config, FN, faultsOf, policy, proofOf, QUEUE, role, TOPIC } from "../edges/some-config";

const QUEUE_ARN = "${aws_sqs_queue.queue.arn}";
const SUBSCRIBED = {
  ...TOPIC,
  ...QUEUE,
  "aws_sns_topic_subscription.it": {
    topic_arn: "${aws_sns_topic.topic.arn}",
    protocol: "sqs",
    endpoint: QUEUE_ARN,
  },
};
const RULE_TO_FN = {
  ...FN,
  ...role("lambda"),
  "aws_cloudwatch_event_rule.rule": { name: "rule" },
  "aws_cloudwatch_event_target.it": { rule: "rule", arn: "${aws_lambda_function.fn.arn}" },
};

function withQueuePolicy(more: object) {
  const text = policy(allow("LetIn", ["sqs:SendMessage"], [QUEUE_ARN], { ...more }));
  return { ...SUBSCRIBED, "aws_sqs_queue_policy.it": { queue_url: "${aws_sqs_queue.queue.url}", policy: text } };
}

function withPermission(more: object) {
  const granted = { action: "lambda:InvokeFunction", function_name: "fn", principal: "events.amazonaws.com", ...more };
  return proofOf({ ...RULE_TO_FN, "aws_lambda_permission.it": granted });
}

function functionSending(resources: readonly string[], actions: readonly string[] = ["sqs:SendMessage"]) {
  return {
    ...QUEUE,
    ...role("lambda", allow("Send", actions, resources)),
    "aws_lambda_function.fn": { ...FN["aws_lambda_function.fn"], dead_letter_config: { target_arn: QUEUE_ARN } },
  };
}

describe("twins", () => {
  it("another topic must not send to the queue", () => {
    const Principal = { Service: "sns.amazonaws.com" };
    const narrow = { Principal, Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.topic.arn}" } } };
    expect(faultsOf(proofOf(withQueuePolicy(narrow)), "too-wide")).toEqual([]);
    const wide = faultsOf(proofOf(withQueuePolicy({ Principal })), "too-wide");
    expect(wide).toContainEqual(
      expect.stringContaining("on behalf of arn:aws:sns:us-east-1:111122223333:plumbline-twin"),
    );
    expect(wide).toContainEqual(expect.stringContaining("of account 999999999999"));
  });

  it("a role of another account must not send to the queue", () => {
    const faults = faultsOf(proofOf(withQueuePolicy({ Principal: "*" })), "too-wide");
    expect(faults).toContainEqual(expect.stringContaining("by a role of account 999999999999"));
  });

  it("another rule must not invoke the function", () => {
    const narrow = withPermission({ source_arn: "${aws_cloudwatch_event_rule.rule.arn}" });
    expect(faultsOf(narrow, "too-wide")).toEqual([]);
    expect(faultsOf(withPermission({}), "too-wide")).toContainEqual(
      expect.stringContaining("aws_lambda_permission.it"),
    );
  });

  it.each(["*", "arn:aws:sqs:*:*:*", "${aws_sqs_queue.queue.arn}*"])(
    "a role must not send to a twin, as %s lets it",
    (resource) => {
      expect(faultsOf(proofOf(functionSending([QUEUE_ARN])), "too-wide")).toEqual([]);
      expect(faultsOf(proofOf(functionSending([resource])), "too-wide")).not.toEqual([]);
    },
  );

  it("a wildcard in an action covers more than is used", () => {
    expect(faultsOf(proofOf(functionSending([QUEUE_ARN], ["sqs:*"])), "too-wide")).toEqual([
      expect.stringContaining("aws_iam_role_policy.it (Send) allows sqs:*"),
    ]);
  });
});

describe("grants", () => {
  it("names a permission that nothing uses", () => {
    const proof = proofOf(functionSending([QUEUE_ARN], ["sqs:SendMessage", "sqs:PurgeQueue"]));
    expect(faultsOf(proof, "unused-permission")).toEqual([expect.stringContaining("(Send) allows sqs:PurgeQueue")]);
  });

  it("names the later of two permissions that are the same", () => {
    const send = ["sqs:SendMessage"];
    const twice = role("lambda", allow("One", send, [QUEUE_ARN]), allow("Two", send, [QUEUE_ARN]));
    const proof = proofOf({ ...functionSending([]), ...twice });
    expect(faultsOf(proof, "repeated-permission")).toEqual([
      expect.stringMatching(/\(Two\) allows.*\(One\) allows already/),
    ]);
  });
});

describe("code", () => {
  const code = (environment: readonly string[], ...commands: readonly string[]): EntryCode => ({
    commands: commands.map((command) => ({ service: "sqs", command, origin: "own", file: "handler.ts" })),
    environment: environment.map((name) => ({ name, origin: "own", file: "handler.ts" })),
    findings: [],
  });
  const given = (actions: readonly string[]) =>
    config({
      ...QUEUE,
      ...role("lambda", allow("Send", actions, [QUEUE_ARN])),
      "aws_lambda_function.fn": {
        ...FN["aws_lambda_function.fn"],
        environment: { variables: { QUEUE_URL: "${aws_sqs_queue.queue.url}" } },
      },
    });
  const proofWith = (actions: readonly string[], fn: EntryCode) =>
    prove(given(actions), new Map([["aws_lambda_function.fn", fn]]));

  it("needs what it sends, and no more", () => {
    const fits = proofWith(["sqs:SendMessage"], code(["QUEUE_URL"], "SendMessageCommand"));
    expect(faultsOf(fits, "missing-permission").filter((fault) => fault.includes("(environment)"))).toEqual([]);
    expect(faultsOf(fits, "unused-permission")).toEqual([]);
  });

  it("lacks what nothing allows, while what it does not send is unused", () => {
    const proof = proofWith(["sqs:ReceiveMessage"], code(["QUEUE_URL"], "SendMessageCommand"));
    expect(faultsOf(proof, "missing-permission")).toContainEqual(expect.stringContaining("needs sqs:SendMessage"));
    expect(faultsOf(proof, "unused-permission")).toEqual([expect.stringContaining("sqs:ReceiveMessage")]);
  });

  it("reads the variables that it is given, and is given those that it reads", () => {
    const proof = proofWith(["sqs:SendMessage"], code(["QUEUE"], "SendMessageCommand"));
    expect(faultsOf(proof, "unused-variable")).toEqual([expect.stringContaining("QUEUE_URL")]);
    expect(faultsOf(proof, "missing-variable")).toEqual([expect.stringContaining("reads QUEUE (handler.ts)")]);
  });
});

describe("triggers", () => {
  const trigger = (queue: object, mapping: object, fn: object = {}) =>
    proofOf({
      ...role("lambda"),
      "aws_lambda_function.fn": { ...FN["aws_lambda_function.fn"], timeout: 10, ...fn },
      "aws_sqs_queue.queue": { name: "queue", visibility_timeout_seconds: 60, ...queue },
      "aws_lambda_event_source_mapping.it": { event_source_arn: QUEUE_ARN, function_name: "fn", ...mapping },
    });

  it.each([
    ["visibility-too-short", trigger({ visibility_timeout_seconds: 59 }, {})],
    ["batch-without-window", trigger({}, { batch_size: 11 })],
    [
      "concurrency-over-reserved",
      trigger({}, { scaling_config: { maximum_concurrency: 6 } }, { reserved_concurrent_executions: 5 }),
    ],
    [
      "gives-up-too-soon",
      trigger({ redrive_policy: '{"deadLetterTargetArn":"arn:aws:sqs:a:1:b","maxReceiveCount":4}' }, {}),
    ],
  ])("%s", (rule, proof) => {
    expect(faultsOf(trigger({}, {}), rule)).toEqual([]);
    expect(faultsOf(proof, rule)).toHaveLength(1);
  });
});

describe("waivers", () => {
  const finding = { rule: "too-wide", address: "aws_iam_role_policy.it", fault: "it is", remedy: "mend it" };
  const waiver = { rule: "too-wide", address: "aws_iam_role_policy.*", reason: "AWS offers nothing narrower here." };

  it("covers a finding, with a reason", () => {
    expect(withoutWaived([finding], [waiver])).toEqual([]);
  });

  it("covers nothing without a reason", () => {
    const rules = withoutWaived([finding], [{ ...waiver, reason: "because" }]).map(({ rule }) => rule);
    expect(rules).toEqual(["too-wide", "waiver-without-reason"]);
  });

  it("fails when it is stale", () => {
    expect(withoutWaived([], [waiver]).map(({ rule }) => rule)).toEqual(["stale-waiver"]);
  });
});
