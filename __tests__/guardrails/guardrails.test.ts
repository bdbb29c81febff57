import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { describe, expect, it } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { attachGuardrails } from "../../modules/guardrails/guardrails";
import type { Rule } from "../../modules/guardrails/rule";
import { nameWithoutEnvironment } from "../../modules/guardrails/rules/name-without-environment";
import { roleWithFixedName } from "../../modules/guardrails/rules/role-with-fixed-name";
import { topicOrQueueWithoutKey } from "../../modules/guardrails/rules/topic-or-queue-without-key";
import { wrongBackend } from "../../modules/guardrails/rules/wrong-backend";
import type { TerraformJson } from "../../modules/guardrails/terraform-json";
import { waive } from "../../modules/guardrails/waiver";
import type { Target } from "../../modules/target";

/** A stack with a fixed role name and an unencrypted queue, each in a part of its own. */
class OrdersStack extends TerraformStack {
  readonly worker = new Construct(this, "worker");
  readonly incoming = new Construct(this, "incoming");

  constructor(rules: readonly Rule[], target: Target = "local") {
    super(Testing.app(), "orders");
    new AwsProvider(this, "aws", {});
    const worker = { name: "orders-worker-${var.environment}", assumeRolePolicy: "{}" };
    new IamRole(this.worker, "role", worker).overrideLogicalId("worker");
    const incoming = { name: "orders-incoming-${var.environment}" };
    new SqsQueue(this.incoming, "queue", incoming).overrideLogicalId("incoming");
    attachGuardrails(this, { target, rules, synthesized: () => this.toTerraform() as TerraformJson });
  }
}

const FIXED_NAME =
  "orders/worker/role (aws_iam_role.worker): the role has the fixed name 'orders-worker-${var.environment}'. Name it by name_prefix, so that a role can be replaced while the old one is still in use. [role-with-fixed-name, ALL-03]";
const NO_KEY =
  "orders/incoming/queue (aws_sqs_queue.incoming): its messages are not encrypted under a KMS key. Set kms_master_key_id to the stack's key. [topic-or-queue-without-key, ALL-09]";

/** @returns what synth complains of, a line each, without what cdktf adds. */
function complaintsOf(stack: TerraformStack): readonly string[] {
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return [...String(error).matchAll(/\[orders\] (.*)/g)].map(([, complaint = ""]) => complaint);
  }
}

describe("attachGuardrails", () => {
  it("ALL-13 fails synth with construct path, fault, remedy, rule and requirement", () => {
    expect(complaintsOf(new OrdersStack([roleWithFixedName]))).toEqual([FIXED_NAME]);
  });

  it("ALL-13 reports the findings of all rules at once, in the same order whatever the order of the rules", () => {
    const rules = [roleWithFixedName, topicOrQueueWithoutKey];
    expect(complaintsOf(new OrdersStack(rules))).toEqual([NO_KEY, FIXED_NAME]);
    expect(complaintsOf(new OrdersStack([...rules].reverse()))).toEqual([NO_KEY, FIXED_NAME]);
  });

  it("ALL-13 lets a stack through that breaks no rule", () => {
    expect(complaintsOf(new OrdersStack([nameWithoutEnvironment]))).toEqual([]);
  });

  it("ALL-01 holds each target to its own backend", () => {
    expect(complaintsOf(new OrdersStack([wrongBackend], "aws"))).toEqual([
      expect.stringContaining("orders (terraform): the aws target has the backend none"),
    ]);
    expect(complaintsOf(new OrdersStack([wrongBackend], "module"))).toEqual([]);
  });

  it("ALL-13 runs every rule unless told otherwise", () => {
    const stack = new TerraformStack(Testing.app(), "orders");
    attachGuardrails(stack, { target: "module", synthesized: () => stack.toTerraform() as TerraformJson });
    expect(complaintsOf(stack).map((complaint) => complaint.split("[").at(-1))).toEqual(
      expect.arrayContaining(["stack-without-dashboard, ALL-10]", "stack-without-output, ALL-11]"]),
    );
  });

  it("ALL-03 takes an abbreviation for the system where it is told one", () => {
    const stack = new TerraformStack(Testing.app(), "orders");
    new AwsProvider(stack, "aws", {});
    new SqsQueue(stack, "queue", { name: "ord-incoming-${var.environment}" });
    attachGuardrails(stack, {
      target: "local",
      rules: [nameWithoutEnvironment],
      systemNames: ["orders", "ord"],
      synthesized: () => stack.toTerraform() as TerraformJson,
    });
    expect(complaintsOf(stack)).toEqual([]);
  });
});

describe("waive", () => {
  const RULES = [roleWithFixedName, topicOrQueueWithoutKey];
  const REASON = "The name is agreed with another team.";

  it("ALL-13 suppresses one rule at and under one construct, and nothing else", () => {
    const stack = new OrdersStack(RULES);
    waive(stack.worker, "role-with-fixed-name", REASON);
    expect(complaintsOf(stack)).toEqual([NO_KEY]);
  });

  it("ALL-13 suppresses nothing beside the construct", () => {
    const stack = new OrdersStack([roleWithFixedName]);
    waive(stack.incoming, "role-with-fixed-name", REASON);
    expect(complaintsOf(stack)).toContain(FIXED_NAME);
  });

  it("ALL-13 fails synth if a waiver suppresses nothing", () => {
    const stack = new OrdersStack([topicOrQueueWithoutKey]);
    waive(stack.incoming, "topic-or-queue-without-key", "Holds nothing but the names of public files.");
    waive(stack.worker, "topic-or-queue-without-key", REASON);
    expect(complaintsOf(stack)).toEqual([
      `orders/worker (waiver): the waiver of 'topic-or-queue-without-key' ("${REASON}") suppresses nothing. Remove waive(…, "topic-or-queue-without-key", …) from this construct. [stale-waiver, ALL-13]`,
    ]);
  });

  it("ALL-13 calls no waiver stale whose rule did not run", () => {
    const stack = new OrdersStack([nameWithoutEnvironment]);
    waive(stack.worker, "role-with-fixed-name", REASON);
    expect(complaintsOf(stack)).toEqual([]);
  });

  it("ALL-13 fails if the rule is unknown", () => {
    const stack = new OrdersStack(RULES);
    expect(() => waive(stack.worker, "role-with-fixed-nam", REASON)).toThrow(
      /^\[orders\/worker\] waives 'role-with-fixed-nam', which is no rule\. Use one of: account-wide-resource, .*\.$/,
    );
  });

  it.each(["", "because", "seemsgoodenough", "               "])("ALL-13 fails if the reason is '%s'", (reason) => {
    const stack = new OrdersStack(RULES);
    expect(() => waive(stack.worker, "role-with-fixed-name", reason)).toThrow(
      `[orders/worker] waives 'role-with-fixed-name' for the reason '${reason}', which explains nothing. Say in a sentence of 15 characters or more why the rule does not hold here.`,
    );
  });
});
