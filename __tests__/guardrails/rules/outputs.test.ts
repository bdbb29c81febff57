import { describe, expect, it } from "@jest/globals";
import { incompleteOutput } from "../../../modules/guardrails/rules/incomplete-output";
import { secretInPlainOutput } from "../../../modules/guardrails/rules/secret-in-plain-output";
import { stackWithoutOutput } from "../../../modules/guardrails/rules/stack-without-output";
import { type Break, messagesOf } from "../breaking";

const giving =
  (name: string, output: Record<string, unknown>): Break =>
  (json) => {
    json.output[name] = output;
  };

describe("incomplete-output", () => {
  it("ALL-11 fails if an output has no description", () => {
    expect(messagesOf(incompleteOutput, giving("table_name", { value: "${aws_dynamodb_table.orders.name}" }))).toEqual([
      "orders (output.table_name): it has no description. Give every output a value, and a description that says what it is for. [incomplete-output, ALL-11]",
    ]);
  });
});

describe("stack-without-output", () => {
  it("ALL-11 fails if the stack has no output", () => {
    const messages = messagesOf(stackWithoutOutput, (json) => {
      json.output = {};
    });
    expect(messages).toEqual([
      "orders (output): the stack has no output, so that neither a neighbour nor a test can find what it made. Add an output for each name, ARN or URL that they need. [stack-without-output, ALL-11]",
    ]);
  });
});

describe("secret-in-plain-output", () => {
  const password = { value: "${random_password.token.result}" };

  it("ALL-11 fails if an output shows a password", () => {
    expect(messagesOf(secretInPlainOutput, giving("token", password))).toEqual([
      "orders (output.token): it shows random_password.token.result in plain text. Set sensitive = true, or leave the output out. [secret-in-plain-output, ALL-11]",
    ]);
  });

  it("ALL-11 fails if an output shows a variable that is a secret", () => {
    const messages = messagesOf(secretInPlainOutput, (json) => {
      json.variable.token = { sensitive: true };
      giving("token", { value: '${join("-", [var.token, var.owner])}' })(json);
    });
    expect(messages).toEqual([expect.stringContaining("it shows var.token in plain text")]);
  });

  it("ALL-11 passes if the output is marked as a secret, or shows only where one is kept", () => {
    expect(messagesOf(secretInPlainOutput, giving("token", { ...password, sensitive: true }))).toEqual([]);
    expect(messagesOf(secretInPlainOutput, giving("arn", { value: "${aws_ssm_parameter.token.arn}" }))).toEqual([]);
  });
});
