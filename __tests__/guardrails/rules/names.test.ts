import { describe, expect, it } from "@jest/globals";
import { nameOverLimit } from "../../../modules/guardrails/rules/name-over-limit";
import { nameWithoutEnvironment } from "../../../modules/guardrails/rules/name-without-environment";
import { roleWithFixedName } from "../../../modules/guardrails/rules/role-with-fixed-name";
import { messagesOf, set } from "../breaking";

describe("role-with-fixed-name", () => {
  it("ALL-03 fails if a role has a fixed name", () => {
    expect(messagesOf(roleWithFixedName, set("aws_iam_role.worker", { name: "orders-worker" }))).toEqual([
      "orders/worker/role (aws_iam_role.worker): the role has the fixed name 'orders-worker'. Name it by name_prefix, so that a role can be replaced while the old one is still in use. [role-with-fixed-name, ALL-03]",
    ]);
  });

  it("ALL-03 fails if a role is left to Terraform to name", () => {
    expect(messagesOf(roleWithFixedName, set("aws_iam_role.worker", { name_prefix: undefined }))).toEqual([
      expect.stringContaining("(aws_iam_role.worker): the role has no name_prefix"),
    ]);
  });
});

describe("name-without-environment", () => {
  it("ALL-03 fails if a name carries neither system nor environment", () => {
    expect(messagesOf(nameWithoutEnvironment, set("aws_sqs_queue.failed", { name: "failed" }))).toEqual([
      "orders/failed/queue (aws_sqs_queue.failed): its name 'failed' lacks the system 'orders' and ${var.environment}. Name it <system>-<part>-${var.environment}, so that two environments live in one account. [name-without-environment, ALL-03]",
    ]);
  });

  it("ALL-03 fails if a resource has no name at all", () => {
    expect(messagesOf(nameWithoutEnvironment, set("aws_sqs_queue.failed", { name: undefined }))).toEqual([
      expect.stringContaining("its name '' lacks the system 'orders' and ${var.environment}"),
    ]);
  });

  it("ALL-03 passes if the name comes from a local", () => {
    const messages = messagesOf(nameWithoutEnvironment, (json) => {
      json.locals.stem = "orders-${var.environment}";
      set("aws_sqs_queue.failed", { name: "${local.stem}-failed" })(json);
    });
    expect(messages).toEqual([]);
  });

  it("ALL-03 passes if the name comes from another resource", () => {
    const name = "/aws/lambda/${aws_lambda_function.worker.function_name}";
    expect(messagesOf(nameWithoutEnvironment, set("aws_cloudwatch_log_group.worker", { name }))).toEqual([]);
  });
});

describe("name-over-limit", () => {
  it("ALL-03 fails if a role's name_prefix may grow over 38 characters", () => {
    const name_prefix = "orders-stream-processor-x-${var.environment}-";
    expect(messagesOf(nameOverLimit, set("aws_iam_role.worker", { name_prefix }))).toEqual([
      "orders/worker/role (aws_iam_role.worker): its name_prefix 'orders-stream-processor-x-${var.environment}-' may grow to 39 characters, over AWS's limit of 38. Shorten it to 38 with an environment of 12 characters in it. [name-over-limit, ALL-03]",
    ]);
  });

  it("ALL-03 passes if a role's name_prefix grows to 38 characters", () => {
    const name_prefix = "orders-stream-processor--${var.environment}-";
    expect(messagesOf(nameOverLimit, set("aws_iam_role.worker", { name_prefix }))).toEqual([]);
  });

  it("ALL-03 counts an account's number in a bucket's name", () => {
    const bucket = `orders-${"x".repeat(35)}-\${var.environment}-\${data.aws_caller_identity.me.account_id}`;
    expect(messagesOf(nameOverLimit, set("aws_s3_bucket.archive", { bucket }))).toEqual([
      expect.stringContaining("may grow to 68 characters, over AWS's limit of 63"),
    ]);
  });
});
