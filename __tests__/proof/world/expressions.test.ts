import { describe, expect, it } from "@jest/globals";
import { isUnknown } from "../../../modules/proof/model";
import { evaluated } from "./some-world";

describe("an expression", () => {
  const values: readonly (readonly [expression: string, value: unknown])[] = [
    ["plain text", "plain text"],
    ["${1 + 2 * 3 - 4 / 2}", 5],
    ["${(1 + 2) * 3}", 9],
    ["${7 % 4}", 3],
    ["${-2 + 1}", -1],
    ['${"a" == "a" && !(1 > 2) || false}', true],
    ["${1 <= 1 && 2 >= 3}", false],
    ['${true ? "yes" : "no"}', "yes"],
    ['${false ? "a" : true ? "b" : "c"}', "b"],
    ["${null}", null],
    ["${[1, 2, 3][1]}", 2],
    ['${{ a = 1, "b" : 2, ("c") = 3 }}', { a: 1, b: 2, c: 3 }],
    ['${{ a = 1\n b = 2 }["b"]}', 2],
    ['before ${"in ${"deep"}"} after', "before in deep after"],
    ["$${not} %%{read}", "${not} %{read}"],
    ['${"quote \\" and } brace \\u0041"}', 'quote " and } brace A'],
    ["${[for n in [1, 2, 3] : n * 2 if n != 2]}", [2, 6]],
    ["${{ for k, v in { a = 1 } : upper(k) => v }}", { A: 1 }],
    ['${{ for n in ["a", "b", "a"] : n => n... }}', { a: ["a", "a"], b: ["b"] }],
    ["${[{ n = 1 }, { n = 2 }][*].n}", [1, 2]],
    ["${[{ n = 1 }].*.n}", [1]],
    ["${max([1, 5, 2]...)}", 5],
    ['${jsonencode({ b = [1], a = "x" })}', '{"a":"x","b":[1]}'],
    ['${jsondecode("{\\"a\\":1}").a}', 1],
    ['${toset(["a", "b", "a"])}', ["a", "b"]],
    ["${merge({ a = 1 }, { b = 2 }, null)}", { a: 1, b: 2 }],
    ['${concat(["a"], ["b"])}', ["a", "b"]],
    ['${format("%s-%d-%%", "a", 3)}', "a-3-%"],
    ['${format("%s-%04d", "a", 3)}', "a-0003"],
    ['${format("%04d", -3)}', "-003"],
    ['${join(",", ["a", "b"])}', "a,b"],
    ['${split(",", "a,b")}', ["a", "b"]],
    ['${upper("a")}${lower("B")}', "Ab"],
    ['${length("abc") + length([1])}', 4],
    ["${keys({ b = 1, a = 2 })}", ["a", "b"]],
    ["${values({ b = 1, a = 2 })}", [2, 1]],
    ['${lookup({ a = 1 }, "b", 9)}', 9],
    ['${contains(["a"], "a")}', true],
    ["${min(3, 2)}", 2],
    ['${replace("a.b", ".", "-")}', "a-b"],
    ['${substr("hello", 1, 3)}', "ell"],
    ['${coalesce("", "b")}', "b"],
    ['${try(aws_sqs_queue.events.nothing, "fallback")}', "fallback"],
    ['${sha256("a")}', "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    ['${md5("a")}', "0cc175b9c0f1b6a831c399e269772661"],
    ["${flatten([[1, [2]], 3])}", [1, 2, 3]],
    ['${zipmap(["a"], [1])}', { a: 1 }],
    ["${aws_sqs_queue.events.name}", "events"],
    ["${/* told */ 1 # aside\n}", 1],
  ];

  it.each(values)("%s is told", (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  const untold: readonly string[] = [
    "${aws_sqs_queue.events.nothing}",
    "${timestamp()}",
    '${file("policy.json")}',
    "%{ if true }a%{ endif }",
    "${unclosed",
    "${1 +}",
    "${1 / 0}",
    "${upper(aws_sqs_queue.events.nothing)}",
    '${aws_sqs_queue.events.nothing == "a" ? 1 : 2}',
    "${length(aws_sqs_queue.events.nothing)}",
    '${lookup({ a = 1 }, "b")}',
    '${format("%5d", 1)}',
    '${replace("a", "/a/", "b")}',
    "${aws_sqs_queue.events}",
  ];

  it.each(untold)("%s is unknown", (expression) => {
    expect(isUnknown(evaluated(expression))).toBe(true);
  });

  it("is known where what can't be told doesn't matter", () => {
    expect(evaluated("${false && aws_sqs_queue.events.nothing}")).toBe(false);
    expect(evaluated("${true || aws_sqs_queue.events.nothing}")).toBe(true);
    expect(evaluated("${aws_sqs_queue.events.nothing ? 1 : 1}")).toBe(1);
  });

  it("keeps what is known around what isn't, and may still be JSON", () => {
    const text = evaluated('{"Resource":"${aws_sqs_queue.events.x["y"]}/*"}');
    expect(JSON.parse(String(text)).Resource).toBe("⟨unknown: aws_sqs_queue.events.x['y']⟩/*");
  });
});
