import type { Finding } from "../../../modules/proof/model";
import type { ProvenCall, ProvenEdge } from "../../../modules/proof/proof";
import type { ProvenStack } from "../../../modules/proof/report/proven-stack";

/** A call that a statement allows; what a test is about is given. */
export function someCall(call: Partial<ProvenCall> = {}): ProvenCall {
  return {
    principal: { kind: "service", service: "sns.amazonaws.com" },
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:eu-west-1:123456789012:orders",
    context: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:changes" },
    reason: "the topic sends to the queue",
    verdict: "allowed",
    evidence: [{ address: "aws_sqs_queue_policy.orders", sid: "TopicSends" }],
    twins: 3,
    ...call,
  };
}

export function someEdge(edge: Partial<ProvenEdge> = {}): ProvenEdge {
  return {
    from: "aws_sns_topic.changes",
    to: "aws_sqs_queue.orders",
    kind: "subscription",
    calls: [someCall()],
    verdict: "allowed",
    ...edge,
  };
}

export function someFinding(finding: Partial<Finding> = {}): Finding {
  return {
    rule: "missing-permission",
    address: "aws_sqs_queue_policy.orders",
    fault: "sns.amazonaws.com may not sqs:SendMessage on aws_sqs_queue.orders",
    remedy: "Add the statement",
    ...finding,
  };
}

export function someStack(proof: Partial<ProvenStack["proof"]> = {}, text = "{}"): ProvenStack {
  return {
    name: "shop",
    file: "cdktf.out/stacks/shop/cdk.tf.json",
    text,
    proof: { edges: [someEdge()], findings: [], ...proof },
  };
}
