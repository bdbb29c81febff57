import { describe, expect, it } from "@jest/globals";
import { unknown, type Verdict } from "../../../modules/proof/model";
import { ACCOUNT, allow, QUEUE, verdictOf } from "./asking";

describe("Action", () => {
  it.each<[string, Verdict]>([
    ["sqs:SendMessage", "allowed"],
    ["SQS:sendmessage", "allowed"],
    ["*", "allowed"],
    ["sqs:*", "allowed"],
    ["sqs:Send*", "allowed"],
    ["sqs:S*Mess*e", "allowed"],
    ["sqs:Send?essage", "allowed"],
    ["sqs:SendMessage?", "denied"],
    ["sqs:SendMessageBatch", "denied"],
    ["s3:*", "denied"],
    // AWS documents wildcards after the colon only.
    ["s*:SendMessage", "unknown"],
    ["sqs*", "unknown"],
    ["s3*", "denied"],
    [`sqs:${unknown("var.action")}`, "unknown"],
    [`s3:${unknown("var.action")}`, "denied"],
  ])("%s makes the sending of a message %s", (action, verdict) => {
    expect(verdictOf({ identity: [allow({ actions: [action] })] })).toBe(verdict);
  });

  it("is any of a list", () => {
    expect(verdictOf({ identity: [allow({ actions: ["s3:*", "sqs:SendMessage"] })] })).toBe("allowed");
    expect(verdictOf({ identity: [allow({ actions: [] })] })).toBe("denied");
  });

  it("of NotAction is all but those in the list", () => {
    expect(verdictOf({ identity: [allow({ notActions: ["s3:*", "sqs:Receive*"] })] })).toBe("allowed");
    expect(verdictOf({ identity: [allow({ notActions: ["s3:*", "sqs:Send*"] })] })).toBe("denied");
    expect(verdictOf({ identity: [allow({ notActions: [unknown("var.action")] })] })).toBe("unknown");
  });

  it("leaves a statement unknown that has neither", () => {
    expect(verdictOf({ identity: [{ effect: "Allow", resources: ["*"], conditions: {} }] })).toBe("unknown");
  });
});

describe("Resource", () => {
  it.each<[string, Verdict]>([
    [QUEUE, "allowed"],
    ["*", "allowed"],
    ["arn:aws:sqs:*:*:events", "allowed"],
    [`arn:aws:sqs:eu-west-?:${ACCOUNT}:ev*`, "allowed"],
    ["arn:aws:sqs*", "allowed"],
    [`${QUEUE}*`, "allowed"],
    [`${QUEUE}?`, "denied"],
    [QUEUE.replace("events", "Events"), "denied"],
    [`arn:aws:sqs:us-east-1:${ACCOUNT}:events`, "denied"],
    ["arn:aws:sns*", "denied"],
    // A wildcard that spans segments, with more after it: AWS does not say.
    ["arn:aws:sqs:*:events", "unknown"],
    [`arn:aws:sqs:eu-west-1?${ACCOUNT}:events`, "unknown"],
    [`arn:aws:sqs:eu-west-1:${ACCOUNT}:${unknown("var.name")}`, "unknown"],
    [`arn:aws:sns:eu-west-1:${ACCOUNT}:${unknown("var.name")}`, "denied"],
    // A marker may hold wildcards, braces and markers of its own.
    [unknown(`var.all ? "*" : ${unknown("x")} \${y}`), "unknown"],
  ])("%s makes a call on the queue %s", (resource, verdict) => {
    expect(verdictOf({ identity: [allow({ resources: [resource] })] })).toBe(verdict);
  });

  it.each<[string, Verdict]>([
    [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:consumer`, "denied"],
    [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:consumer:*`, "allowed"],
    [`arn:aws:lambda:eu-west-1:${ACCOUNT}:*`, "allowed"],
  ])("%s makes a call of the function's alias %s", (pattern, verdict) => {
    const resource = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:consumer:live`;
    expect(verdictOf({ identity: [allow({ resources: [pattern] })] }, { resource })).toBe(verdict);
  });

  it.each<[string, Verdict]>([
    ["*", "allowed"],
    [`arn:aws:sqs:*:${ACCOUNT}:*`, "allowed"],
    [QUEUE, "unknown"],
    ["arn:aws:sqs:*:*:??????", "unknown"],
  ])("%s makes a call on a queue of unknown name %s", (pattern, verdict) => {
    const resource = `arn:aws:sqs:eu-west-1:${ACCOUNT}:${unknown("var.name")}`;
    expect(verdictOf({ identity: [allow({ resources: [pattern] })] }, { resource })).toBe(verdict);
  });

  it("that is unknown is not the same as another that is unknown", () => {
    const resource = unknown("var.queue");
    expect(verdictOf({ identity: [allow({ resources: [resource] })] }, { resource })).toBe("unknown");
  });

  it("of NotResource is all but those in the list", () => {
    expect(verdictOf({ identity: [allow({ notResources: ["arn:aws:sqs:*:*:other"] })] })).toBe("allowed");
    expect(verdictOf({ identity: [allow({ notResources: ["arn:aws:sqs:*:*:other", QUEUE] })] })).toBe("denied");
  });

  it("is not named by a role's trust", () => {
    expect(verdictOf({ identity: [{ effect: "Allow", actions: ["*"], conditions: {} }] })).toBe("allowed");
  });

  it("is matched in no time, however many wildcards a pattern has", () => {
    const resource = `arn:aws:s3:::${"a".repeat(2_000)}`;
    const started = performance.now();
    expect(verdictOf({ identity: [allow({ resources: [`arn:aws:s3:::${"*a".repeat(200)}b`] })] }, { resource })).toBe(
      "denied",
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("a policy variable", () => {
  const on = (name: string, context: Record<string, string | string[]>) =>
    verdictOf({ identity: [allow({ resources: [`arn:aws:sqs:*:*:${name}`] })] }, { context });

  it("stands for the value of a condition key, whatever the case of its name", () => {
    expect(on("${aws:PrincipalTag/team}", { "aws:PrincipalTag/team": "events" })).toBe("allowed");
    expect(on("ev${AWS:principaltag/TEAM}", { "aws:PrincipalTag/team": "ents" })).toBe("allowed");
    expect(on("${aws:PrincipalTag/team}", { "aws:PrincipalTag/team": "other" })).toBe("denied");
  });

  it("stands for what AWS derives from the request", () => {
    const resources = ["arn:aws:sqs:*:${aws:PrincipalAccount}:events"];
    expect(verdictOf({ identity: [allow({ resources })] })).toBe("allowed");
  });

  it("brings no wildcards with it", () => {
    expect(on("${aws:PrincipalTag/team}", { "aws:PrincipalTag/team": "*" })).toBe("denied");
  });

  it("matches nothing without a value, or with a set of them", () => {
    expect(on("${aws:PrincipalTag/team}", {})).toBe("denied");
    expect(on("${aws:TagKeys}", { "aws:TagKeys": ["events"] })).toBe("denied");
  });

  it("falls back on its default", () => {
    expect(on("${aws:PrincipalTag/team, 'events'}", {})).toBe("allowed");
    expect(on("${aws:PrincipalTag/team, 'events'}", { "aws:PrincipalTag/team": "other" })).toBe("denied");
  });

  it("leaves NotResource unknown where it has no value", () => {
    const notResources = ["arn:aws:sqs:*:*:${aws:PrincipalTag/team}"];
    expect(verdictOf({ identity: [allow({ notResources })] })).toBe("unknown");
  });

  it("is unknown with an unknown value", () => {
    expect(on("${aws:PrincipalTag/team}", { "aws:PrincipalTag/team": unknown("var.team") })).toBe("unknown");
  });

  it.each(["*", "?", "$"])("writes %s itself", (character) => {
    const resources = [`arn:aws:s3:::uploads/\${${character}}`];
    const ask = (key: string) =>
      verdictOf({ identity: [allow({ resources })] }, { resource: `arn:aws:s3:::uploads/${key}` });
    expect(ask(character)).toBe("allowed");
    expect(ask("a")).toBe("denied");
  });
});
