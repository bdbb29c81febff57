import { describe, expect, it } from "@jest/globals";
import { type Statement, unknown, type Verdict } from "../../../modules/proof/model";
import { ACCOUNT, allow, deny, ROLE, topics, verdictOf } from "./asking";

type Principals = NonNullable<Statement["principals"]>;

describe("Principal", () => {
  it.each<[Principals, Verdict]>([
    [{ AWS: [ROLE] }, "allowed"],
    [{ AWS: ["*"] }, "allowed"],
    [{ "*": ["*"] }, "allowed"],
    [{ AWS: [`${ROLE}s`, ROLE] }, "allowed"],
    [{ AWS: [`${ROLE}s`] }, "denied"],
    [{ AWS: [ROLE.toUpperCase()] }, "denied"],
    [{ AWS: [ACCOUNT] }, "denied"],
    [{ Service: ["sns.amazonaws.com"] }, "denied"],
    [{ Service: ["*"] }, "denied"],
    [{ Federated: ["cognito-identity.amazonaws.com"] }, "denied"],
    [{ AWS: [unknown("aws_iam_role.other.arn")] }, "unknown"],
    // AWS refuses a wildcard in a part of a name.
    [{ AWS: [`arn:aws:iam::${ACCOUNT}:role/*`] }, "unknown"],
    // Sessions have names that the configuration does not tell; so have roles that were deleted.
    [{ AWS: [`arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`] }, "unknown"],
    [{ AWS: [`arn:aws:sts::${ACCOUNT}:assumed-role/other/session`] }, "denied"],
    [{ AWS: ["AROAEXAMPLEEXAMPLE123"] }, "unknown"],
  ])("%j makes a role's call %s", (principals, verdict) => {
    expect(verdictOf({ resource: [allow({ principals })] })).toBe(verdict);
  });

  it.each<[Principals, Verdict]>([
    [{ Service: ["sns.amazonaws.com"] }, "allowed"],
    [{ "*": ["*"] }, "allowed"],
    [{ AWS: ["*"] }, "allowed"],
    [{ Service: ["s3.amazonaws.com"] }, "denied"],
    [{ AWS: [ACCOUNT] }, "denied"],
    [{ AWS: ["sns.amazonaws.com"] }, "denied"],
    [{ Service: ["*"] }, "unknown"],
    [{ Service: [unknown("var.service")] }, "unknown"],
  ])("%j makes a service's call %s", (principals, verdict) => {
    expect(verdictOf({ resource: [allow({ principals })] }, { principal: topics })).toBe(verdict);
  });

  it("that is a canonical user may be the account, which only a denial minds", () => {
    const principals = { CanonicalUser: ["79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"] };
    expect(verdictOf({ resource: [allow({ principals })] })).toBe("denied");
    expect(verdictOf({ identity: [allow()], resource: [deny({ principals })] })).toBe("unknown");
  });

  it("that is missing from a resource's policy leaves its statement unknown", () => {
    expect(verdictOf({ resource: [allow()] })).toBe("unknown");
  });

  it("that is unknown as a role leaves what names roles unknown, not what speaks of everyone", () => {
    const principal = { kind: "role", address: "aws_iam_role.worker", arn: unknown("var.role") } as const;
    expect(verdictOf({ resource: [allow({ principals: { AWS: [ROLE] } })] }, { principal })).toBe("unknown");
    const everyone = { identity: [allow()], resource: [allow({ principals: { AWS: ["*"] } })] };
    expect(verdictOf(everyone, { principal })).toBe("allowed");
  });
});

describe("NotPrincipal", () => {
  it.each<[Principals, Verdict]>([
    [{ AWS: [`${ROLE}s`] }, "explicitly denied"],
    [{ Service: ["sns.amazonaws.com"] }, "explicitly denied"],
    [{ AWS: ["*"] }, "allowed"],
    [{ AWS: [ROLE] }, "unknown"],
    [{ AWS: [ACCOUNT] }, "unknown"],
  ])("%j in a denial makes a role's call %s", (notPrincipals, verdict) => {
    expect(verdictOf({ identity: [allow()], resource: [deny({ notPrincipals })] })).toBe(verdict);
  });

  it.each<[Principals, Verdict]>([
    [{ Service: ["s3.amazonaws.com"] }, "allowed"],
    [{ Service: ["sns.amazonaws.com"] }, "denied"],
    [{ AWS: [ROLE] }, "allowed"],
  ])("%j in a permission makes a service's call %s", (notPrincipals, verdict) => {
    expect(verdictOf({ resource: [allow({ notPrincipals })] }, { principal: topics })).toBe(verdict);
  });
});
