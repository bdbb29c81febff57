import { describe, expect, it } from "@jest/globals";
import { unknown, type Verdict } from "../../../modules/proof/model";
import { allow, topics, verdictOf } from "./asking";

type Values = string | readonly string[];

/** @returns the verdict by an operator and what it asks of the key `k`, which the request has or has not. */
function ask(operator: string, asked: Values, requested?: Values, context: Record<string, string> = {}): Verdict {
  const conditions = { [operator]: { k: [asked].flat() } };
  return verdictOf(
    { identity: [allow({ conditions })] },
    { context: { ...context, ...(requested !== undefined && { k: requested }) } },
  );
}

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:changes";

describe("a condition operator", () => {
  it.each<[string, string, string, string]>([
    // operator, asked, meets, does not
    ["StringEquals", "a", "a", "A"],
    ["StringNotEquals", "a", "b", "a"],
    ["StringEqualsIgnoreCase", "a", "A", "b"],
    ["StringNotEqualsIgnoreCase", "a", "b", "A"],
    ["StringLike", "a*c?", "abbcd", "abbc"],
    ["StringNotLike", "a*", "b", "ab"],
    ["StringEquals", "a*", "a*", "ab"],
    ["StringEquals", "a${*}", "a*", "ab"],
    ["StringLike", "a${*}", "a*", "ab"],
    ["ArnEquals", "arn:aws:sns:*:*:ch*", TOPIC, TOPIC.replace("changes", "other")],
    ["ArnLike", "arn:aws:sns:eu-west-?:111111111111:changes", TOPIC, TOPIC.replaceAll("1", "2")],
    ["ArnNotEquals", TOPIC, TOPIC.replace("sns", "sqs"), TOPIC],
    ["ArnNotLike", "arn:aws:sns:*:*:*", TOPIC.replace("sns", "sqs"), TOPIC],
    ["NumericEquals", "10", "10.0", "11"],
    ["NumericNotEquals", "10", "11", "10"],
    ["NumericLessThan", "10", "9", "10"],
    ["NumericLessThanEquals", "10", "10", "10.5"],
    ["NumericGreaterThan", "10", "11", "10"],
    ["NumericGreaterThanEquals", "10", "10", "9"],
    ["DateEquals", "2026-03-01", "2026-03-01T01:00:00+01:00", "2026-03-02"],
    ["DateNotEquals", "2026-03-01", "2026-03-02", "2026-03-01T00:00:00Z"],
    ["DateLessThan", "2026-03-01T00:00:00Z", "1772323199", "1772323200"],
    ["DateLessThanEquals", "1772323200", "2026-03-01", "2026-03-02"],
    ["DateGreaterThan", "2026-03-01T00:00:00.5Z", "2026-03-01T00:00:01Z", "2026-03-01"],
    ["DateGreaterThanEquals", "2026-03-01", "2026-03-01", "2026-02-28"],
    ["Bool", "True", "true", "false"],
    ["BinaryEquals", "QUJD", "QUJD", "qujd"],
    ["IpAddress", "10.0.0.0/8", "10.1.2.3", "11.0.0.1"],
    ["IpAddress", "10.1.2.3", "10.1.2.3", "10.1.2.4"],
    ["IpAddress", "0.0.0.0/0", "10.1.2.3", "2001:db8::1"],
    ["IpAddress", "2001:db8::/32", "2001:db8::1", "2001:db9::1"],
    ["NotIpAddress", "10.0.0.0/8", "11.0.0.1", "10.1.2.3"],
  ])("%s '%s' is met by '%s', not by '%s'", (operator, asked, meets, fails) => {
    expect(ask(operator, asked, meets)).toBe("allowed");
    expect(ask(operator, asked, fails)).toBe("denied");
  });

  it.each([
    ["StringSounds", "a", "a"],
    ["Sometimes:StringEquals", "a", "a"],
    ["constructor", "a", "a"],
    ["NullIfExists", "true", "a"],
    ["NumericEquals", "ten", "10"],
    ["NumericNotEquals", "10", "ten"],
    ["NumericEquals", "${aws:PrincipalAccount}", "10"],
    ["DateLessThan", "2024", "2026-03-01"], // a year, or 34 minutes past midnight of 1970
    ["DateLessThan", "2026-03-01T10:00:00", "2026-03-01"],
    ["DateLessThan", "tomorrow", "2026-03-01"],
    ["Bool", "yes", "yes"],
    ["Null", "perhaps", "a"],
    ["ArnLike", "*", TOPIC],
    ["ArnNotEquals", TOPIC, "changes"],
    ["IpAddress", "10.0.0.0/33", "10.1.2.3"],
    ["IpAddress", "10.0.0.0/", "10.1.2.3"],
    ["NotIpAddress", "here", "10.1.2.3"],
    ["IpAddress", "10.0.0.0/8", "there"],
    ["StringEquals", unknown("var.team"), "a"],
    ["StringNotEquals", unknown("var.team"), "a"],
    ["StringEquals", "a", unknown("var.team")],
    ["BinaryEquals", unknown("var.secret"), "QUJD"],
    ["NumericLessThan", unknown("var.count"), "1"],
  ])("%s '%s' of '%s' is unknown", (operator, asked, requested) => {
    expect(ask(operator, asked, requested)).toBe("unknown");
  });

  it("is certain about an unknown value whose known part decides", () => {
    const source = `arn:aws:sns:eu-west-1:111111111111:${unknown("var.name")}`;
    expect(ask("ArnLike", "arn:aws:sns:*:111111111111:*", source)).toBe("allowed");
    expect(ask("ArnLike", "arn:aws:sqs:*:*:*", source)).toBe("denied");
    expect(ask("ArnLike", TOPIC, source)).toBe("unknown");
  });

  it("asks each segment of an ARN by itself", () => {
    expect(ask("ArnLike", "arn:aws:sns:*:a:b", "arn:aws:sns:x:y:a:b")).toBe("denied");
    expect(ask("ArnLike", "arn:aws:lambda:*:*:function:f:*", "arn:aws:lambda:eu:1:function:f:live")).toBe("allowed");
  });

  it("is written in any case, as its key is", () => {
    expect(
      verdictOf({ identity: [allow({ conditions: { stringequals: { K: ["a"] } } })] }, { context: { k: "a" } }),
    ).toBe("allowed");
  });

  it("may name policy variables, where it is on texts or ARNs", () => {
    expect(ask("StringEquals", "${team}", "a", { team: "a" })).toBe("allowed");
    expect(ask("StringEquals", "${team}", "b", { team: "a" })).toBe("denied");
    expect(ask("ArnLike", "arn:aws:sns:*:${account}:*", TOPIC, { account: "111111111111" })).toBe("allowed");
    expect(ask("ArnLike", "arn:aws:sns:*:${account}:*", TOPIC, { account: "222222222222" })).toBe("denied");
    expect(ask("StringEquals", "${team}", "a")).toBe("denied");
    expect(ask("StringEquals", ["${team}", "a"], "a")).toBe("allowed");
    expect(ask("StringNotEquals", "${team}", "a")).toBe("unknown");
  });
});

describe("values and keys", () => {
  it("of an operator are any of its values, of a negated one none", () => {
    expect(ask("StringEquals", ["a", "b"], "b")).toBe("allowed");
    expect(ask("StringEquals", ["a", "b"], "c")).toBe("denied");
    expect(ask("StringNotEquals", ["a", "b"], "c")).toBe("allowed");
    expect(ask("StringNotEquals", ["a", "b"], "b")).toBe("denied");
    expect(ask("StringEquals", ["b", unknown("x")], "b")).toBe("allowed");
    expect(ask("StringNotEquals", ["b", unknown("x")], "b")).toBe("denied");
  });

  it("are all to be met, in one operator as across them", () => {
    const conditions = { StringEquals: { a: ["1"], b: ["2"] }, NumericLessThan: { c: ["3"] } };
    const verdict = (context: Record<string, string>) => verdictOf({ identity: [allow({ conditions })] }, { context });
    expect(verdict({ a: "1", b: "2", c: "2" })).toBe("allowed");
    expect(verdict({ a: "1", b: "1", c: "2" })).toBe("denied");
    expect(verdict({ a: "1", b: "2", c: "3" })).toBe("denied");
    expect(verdict({ a: unknown("x"), b: "1", c: "2" })).toBe("denied");
  });
});

describe("a key that the request does not have", () => {
  it.each<[string, Verdict]>([
    ["StringEquals", "denied"],
    ["StringNotEquals", "allowed"],
    ["NotIpAddress", "allowed"],
    ["Bool", "denied"],
    ["StringEqualsIfExists", "allowed"],
    ["StringNotEqualsIfExists", "allowed"],
    ["ForAllValues:StringEquals", "allowed"],
    ["ForAllValues:StringNotEquals", "allowed"],
    ["ForAnyValue:StringEquals", "denied"],
    ["ForAnyValue:StringNotEquals", "denied"],
    // Two documents of AWS disagree.
    ["ForAnyValue:StringEqualsIfExists", "unknown"],
  ])("makes %s %s", (operator, verdict) => {
    expect(ask(operator, operator === "NotIpAddress" ? "10.0.0.1" : "false")).toBe(verdict);
  });

  it("is what Null asks for", () => {
    expect(ask("Null", "true")).toBe("allowed");
    expect(ask("Null", "true", "a")).toBe("denied");
    expect(ask("Null", "false", "a")).toBe("allowed");
    expect(ask("Null", "false")).toBe("denied");
    expect(ask("Null", "true", [])).toBe("allowed");
  });

  it("does not excuse one that it has", () => {
    expect(ask("StringEqualsIfExists", "a", "b")).toBe("denied");
  });
});

describe("a key with many values", () => {
  it.each<[string, readonly string[], Verdict]>([
    ["ForAllValues:StringEquals", ["a", "b"], "allowed"],
    ["ForAllValues:StringEquals", ["a", "c"], "denied"],
    ["ForAnyValue:StringEquals", ["c", "a"], "allowed"],
    ["ForAnyValue:StringEquals", ["c", "d"], "denied"],
    ["ForAllValues:StringNotEquals", ["c", "d"], "allowed"],
    ["ForAllValues:StringNotEquals", ["c", "a"], "denied"],
    ["ForAnyValue:StringNotEquals", ["c", "a"], "allowed"],
    ["ForAnyValue:StringNotEquals", ["a", "b"], "denied"],
    ["ForAnyValue:StringEquals", ["a", unknown("x")], "allowed"],
    ["ForAllValues:StringEquals", ["c", unknown("x")], "denied"],
    ["ForAllValues:StringEquals", ["a", unknown("x")], "unknown"],
    ["StringEquals", ["a"], "unknown"],
  ])("by %s of a and b, having %j, is %s", (operator, requested, verdict) => {
    expect(ask(operator, ["a", "b"], requested)).toBe(verdict);
  });
});

describe("the keys that AWS sets on every request", () => {
  it("tell services from roles", () => {
    const resource = [
      allow({ principals: { AWS: ["*"] }, conditions: { Bool: { "aws:PrincipalIsAWSService": ["true"] } } }),
    ];
    expect(verdictOf({ resource }, { principal: topics })).toBe("allowed");
    expect(verdictOf({ resource })).toBe("denied");
  });

  it.each([
    ["aws:PrincipalAccount", "111111111111"],
    ["aws:ResourceAccount", "111111111111"],
    ["aws:PrincipalArn", "arn:aws:iam::111111111111:role/worker"],
  ])("hold %s", (key, value) => {
    expect(verdictOf({ identity: [allow({ conditions: { StringEquals: { [key]: [value] } } })] })).toBe("allowed");
    expect(verdictOf({ identity: [allow({ conditions: { StringEquals: { [key]: [`${value}0`] } } })] })).toBe("denied");
  });

  it("give way to what is given", () => {
    const conditions = { StringEquals: { "aws:ResourceAccount": ["222222222222"] } };
    expect(
      verdictOf({ identity: [allow({ conditions })] }, { context: { "AWS:ResourceAccount": "222222222222" } }),
    ).toBe("allowed");
  });
});
