import { describe, expect, it } from "@jest/globals";
import { expressionsIn, referencesIn, replaceInterpolations } from "../../modules/guardrails/expressions";

describe("expressionsIn", () => {
  it.each([
    ["${var.environment}", ["var.environment"]],
    ["a-${var.a}-${var.b}-c", ["var.a", "var.b"]],
    ['${var.a == "}" ? "x" : "${var.b}"}-${var.c}', ['var.a == "}" ? "x" : "${var.b}"', "var.c"]],
    ["${{ for k, v in var.map : k => v }}", ["{ for k, v in var.map : k => v }"]],
    ['${var.a == "\\"" ? 1 : 2}', ['var.a == "\\"" ? 1 : 2']],
    ["$${escaped} ${var.a}", ["var.a"]],
    ["no expression", []],
  ])("ALL-13 reads '%s'", (template, expressions) => {
    expect(expressionsIn(template)).toEqual(expressions);
  });

  it.each(["${var.a", '${"', "${{", '${"${'])("ALL-13 comes to an end in '%s', which is never closed", (template) => {
    expect(expressionsIn(template)).toHaveLength(1);
  });
});

describe("referencesIn", () => {
  it("ALL-13 finds addresses at any depth, each once, without their attributes", () => {
    const value = {
      queue: "${aws_sqs_queue.orders.arn}/${aws_sqs_queue.orders.name}",
      nested: [{ region: "${data.aws_region.here.name}" }, '${local.names["a.b"]}', "${aws_sqs_queue.many[0].arn}"],
      text: "aws_sqs_queue.unrelated",
      "//": { metadata: "${var.metadata}" },
    };
    expect([...referencesIn(value)]).toEqual([
      "aws_sqs_queue.orders",
      "data.aws_region.here",
      "local.names",
      "a.b",
      "aws_sqs_queue.many",
    ]);
  });
});

describe("replaceInterpolations", () => {
  it("ALL-13 leaves everything else as it stands", () => {
    expect(replaceInterpolations("a-${var.a}-$${b}-${var.c}", (part) => `<${part}>`)).toBe(
      "a-<${var.a}>-$${b}-<${var.c}>",
    );
  });
});
