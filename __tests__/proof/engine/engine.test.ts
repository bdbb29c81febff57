import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../modules/proof/engine";
import { type Principal, unknown } from "../../../modules/proof/model";
import { ACCOUNT, allow, allowWorker, deny, policyOf, requestOf, topics, verdictOf } from "./asking";

const ROOT = { AWS: [`arn:aws:iam::${ACCOUNT}:root`] };
const PERHAPS = { conditions: { StringEquals: { "aws:SourceAccount": [unknown("var.account")] } } };
const CALLER = { context: { "aws:SourceAccount": ACCOUNT } };

describe("a role of the resource's account", () => {
  it("is denied where nothing allows it", () => {
    expect(verdictOf({})).toBe("denied");
  });

  it("is allowed by its own policies alone", () => {
    expect(verdictOf({ identity: [allow()] })).toBe("allowed");
  });

  it("is allowed by the resource's policy alone, where that names it", () => {
    expect(verdictOf({ resource: [allowWorker()] })).toBe("allowed");
  });

  it("is not allowed by a resource's policy that only hands the decision to the account", () => {
    expect(verdictOf({ resource: [allow({ principals: ROOT })] })).toBe("denied");
    expect(verdictOf({ resource: [allow({ principals: ROOT })], identity: [allow()] })).toBe("allowed");
  });

  it.each([
    ["its own policies", { identity: [allow(), deny()], resource: [allowWorker()] }],
    ["the resource's policy", { identity: [allow()], resource: [deny({ principals: { AWS: ["*"] } })] }],
    ["the resource's policy, by account", { identity: [allow()], resource: [deny({ principals: ROOT })] }],
  ])("is explicitly denied by %s, whatever else allows it", (_by, sides) => {
    expect(verdictOf(sides)).toBe("explicitly denied");
  });
});

describe.each([
  ["a key", { action: "kms:Decrypt", resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` }],
  ["a role's trust", { action: "sts:AssumeRole", resource: `arn:aws:iam::${ACCOUNT}:role/target` }],
])("%s", (_what, request) => {
  const verdict = (sides: Parameters<typeof verdictOf>[0]) =>
    verdictOf({ requiresResourcePolicy: true, ...sides }, request);

  it("is closed to identity policies that its own does not let count", () => {
    expect(verdict({ identity: [allow()] })).toBe("denied");
    expect(verdict({ identity: [allow()], resource: [allow({ principals: { AWS: ["222222222222"] } })] })).toBe(
      "denied",
    );
  });

  it("is open where its policy names the role", () => {
    expect(verdict({ resource: [allowWorker()] })).toBe("allowed");
  });

  it("is open where its policy hands the decision to the account and an identity policy allows", () => {
    expect(verdict({ resource: [allow({ principals: ROOT })], identity: [allow()] })).toBe("allowed");
    expect(verdict({ resource: [allow({ principals: ROOT })] })).toBe("denied");
  });

  it("is closed where an identity policy denies", () => {
    expect(verdict({ resource: [allowWorker()], identity: [deny()] })).toBe("explicitly denied");
  });
});

describe("a role of another account", () => {
  const stranger: Principal = { kind: "role", address: "other", arn: "arn:aws:iam::222222222222:role/stranger" };

  it("needs both sides", () => {
    const named = allow({ principals: { AWS: [stranger.arn] } });
    expect(verdictOf({ identity: [allow()] }, { principal: stranger })).toBe("denied");
    expect(verdictOf({ resource: [named] }, { principal: stranger })).toBe("denied");
    expect(verdictOf({ identity: [allow()], resource: [named] }, { principal: stranger })).toBe("allowed");
  });

  it("is unknown where either account is, unless both sides allow", () => {
    const request = { resourceAccount: unknown("var.account") };
    expect(verdictOf({ identity: [allow()] }, request)).toBe("unknown");
    expect(verdictOf({ identity: [allow()], resource: [allowWorker()] }, request)).toBe("allowed");
    expect(verdictOf({}, request)).toBe("denied");
  });
});

describe("a service", () => {
  it("is allowed by the resource's policy only", () => {
    const named = allow({ principals: { Service: ["sns.amazonaws.com"] } });
    expect(verdictOf({ resource: [named] }, { principal: topics })).toBe("allowed");
    expect(verdictOf({ identity: [allow()] }, { principal: topics })).toBe("denied");
  });
});

describe("what is unknown", () => {
  it("makes a verdict unknown where it decides", () => {
    expect(verdictOf({ identity: [allow(PERHAPS)] }, CALLER)).toBe("unknown");
    expect(verdictOf({ identity: [allow(), deny(PERHAPS)] }, CALLER)).toBe("unknown");
  });

  it("does not matter where another statement surely allows", () => {
    expect(verdictOf({ identity: [allow(PERHAPS), allow()] }, CALLER)).toBe("allowed");
  });

  it("does not matter where a statement surely denies", () => {
    expect(verdictOf({ identity: [allow(PERHAPS), deny()] }, CALLER)).toBe("explicitly denied");
  });

  it("does not matter in a denial of what nothing allows", () => {
    expect(verdictOf({ identity: [deny(PERHAPS)] }, CALLER)).toBe("denied");
  });

  it("does not matter where the rest of its statement speaks of something else", () => {
    expect(verdictOf({ identity: [allow({ ...PERHAPS, actions: ["s3:*"] })] }, CALLER)).toBe("denied");
  });
});

describe("the evidence", () => {
  const evidence = (...statements: Parameters<typeof policyOf>[1][]) =>
    decide(requestOf(CALLER), { identity: [policyOf("aws_iam_role_policy.items", ...statements)], resource: [] })
      .evidence;

  it("of an allowed call is the statements that allow it", () => {
    expect(evidence(allow({ sid: "Send" }), allow({ actions: ["s3:*"] }), allow(PERHAPS))).toEqual([
      { address: "aws_iam_role_policy.items", sid: "Send" },
    ]);
  });

  it("of an explicit denial is the statements that deny it", () => {
    expect(evidence(allow(), deny({ sid: "Never" }))).toEqual([{ address: "aws_iam_role_policy.items", sid: "Never" }]);
  });

  it("of an unknown verdict is the statements that nobody can tell", () => {
    expect(evidence(allow({ sid: "Send" }), deny({ sid: "Perhaps", ...PERHAPS }))).toEqual([
      { address: "aws_iam_role_policy.items", sid: "Perhaps" },
    ]);
  });

  it("of a call that nothing allows is empty", () => {
    expect(evidence(allow({ actions: ["s3:*"] }))).toEqual([]);
  });
});
