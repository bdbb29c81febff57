import { describe, expect, it } from "@jest/globals";
import type { EntryCode } from "../../../modules/proof/code/entry-code";
import { prove } from "../../../modules/proof/proof";
import { allow, callsOf, config, FN, faultsOf, policy, proofOf, role } from "./some-config";

type Resources = Parameters<typeof proofOf>[0];

const DOMAIN_ARN = "${aws_opensearch_domain.notes.arn}";
const GROUP_ARN = "${aws_cloudwatch_log_group.slow.arn}";
const POOL = "${aws_cognito_identity_pool.people.id}";
const PROVIDER = "cognito-identity.amazonaws.com";

/** A domain that IAM alone guards, with more of its configuration. */
const domain = (more: Record<string, unknown> = {}) => ({
  "aws_opensearch_domain.notes": { domain_name: "notes", ...more },
});

describe("a function whose environment names a domain", () => {
  const FN_WITH_DOMAIN = {
    "aws_lambda_function.fn": {
      ...FN["aws_lambda_function.fn"],
      environment: { variables: { SEARCH: "https://${aws_opensearch_domain.notes.endpoint}" } },
    },
  };
  const SIGNER = {
    rule: "unknown-command",
    address: "node_modules/@smithy/signature-v4",
    fault: "Cannot tell which requests the code sends",
    remedy: "Send them as commands",
  };
  const signing = (methods: readonly string[]): EntryCode => ({
    commands: [],
    environment: [{ name: "SEARCH", origin: "own", file: "handler.ts" }],
    findings: [],
    signedRequests: { methods, findings: [SIGNER] },
  });
  const proofWith = (code: EntryCode, resources: Resources) =>
    prove(config(resources), new Map([["aws_lambda_function.fn", code]]));
  const granted = (...statements: readonly Record<string, unknown>[]) => ({
    ...domain(),
    ...FN_WITH_DOMAIN,
    ...role("lambda", ...statements),
  });

  it("needs an action for each HTTP method that its code sends", () => {
    const proof = proofWith(
      signing(["GET", "POST"]),
      granted(allow("Search", ["es:ESHttpGet", "es:ESHttpPost"], [`${DOMAIN_ARN}/notes-*/_search`])),
    );
    expect(callsOf(proof, "environment")).toEqual(["es:ESHttpGet allowed", "es:ESHttpPost allowed"]);
    expect(faultsOf(proof, "unknown-command")).toEqual([]);
  });

  it("is found to lack the action of a method", () => {
    const proof = proofWith(signing(["GET", "PUT"]), granted(allow("Search", ["es:ESHttpGet"], [`${DOMAIN_ARN}/*`])));
    expect(faultsOf(proof, "missing-permission")).toContainEqual(
      expect.stringMatching(/needs es:ESHttpPut on .*notes/),
    );
  });

  it("is found to have the action of a method that it never sends", () => {
    const proof = proofWith(
      signing(["POST"]),
      granted(allow("Write", ["es:ESHttpPost", "es:ESHttpDelete"], [`${DOMAIN_ARN}/_bulk`])),
    );
    expect(faultsOf(proof, "unused-permission")).toEqual([expect.stringMatching(/es:ESHttpDelete/)]);
  });

  it("is found to reach another domain where its permission is wider than the one", () => {
    const everywhere = "arn:aws:es:us-east-1:111122223333:domain/*";
    const proof = proofWith(signing(["GET"]), granted(allow("Search", ["es:ESHttpGet"], [everywhere])));
    expect(faultsOf(proof, "too-wide")).toContainEqual(expect.stringMatching(/on .*:domain\/plumbline-twin\//));
  });

  it("may be let in by the domain's own policy as well", () => {
    const own = policy(
      allow("LetIn", ["es:ESHttpGet"], ["arn:aws:es:us-east-1:111122223333:domain/notes/*"], {
        Principal: { AWS: "${aws_iam_role.it.arn}" },
      }),
    );
    const proof = proofWith(signing(["GET"]), { ...granted(), ...domain({ access_policies: own }) });
    expect(callsOf(proof, "environment")).toEqual(["es:ESHttpGet allowed"]);
  });

  it("is found to know a domain to which it may send nothing", () => {
    const proof = prove(config(granted()));
    expect(faultsOf(proof, "idle-variable")).toEqual([expect.stringMatching(/aws_opensearch_domain\.notes/)]);
  });

  it("is found to sign what nobody can tell where its environment names no domain", () => {
    const proof = proofWith(signing(["GET"]), { ...FN, ...role("lambda") });
    expect(faultsOf(proof, "unknown-command")).toHaveLength(1);
  });

  it("is found to sign what nobody can tell where its code names no method", () => {
    const proof = proofWith(signing([]), granted(allow("Search", ["es:ESHttpGet"], [`${DOMAIN_ARN}/*`])));
    expect(faultsOf(proof, "unknown-command")).toHaveLength(1);
  });

  it.each([
    ["is reached from anywhere where the domain stands in no network", undefined, []],
    ["is kept from a domain in a network", { security_group_ids: ["sg-1"] }, [expect.stringMatching(/in no network/)]],
  ])("%s", (_case, vpc_options, faults) => {
    const resources = { ...granted(), ...domain({ vpc_options }) };
    expect(faultsOf(prove(config(resources)), "unreachable-server")).toEqual(faults);
  });

  it("is reached on 443, and on no other port", () => {
    const inNetwork = (port: number) => {
      const tcp = { ip_protocol: "tcp", from_port: port, to_port: port };
      const [own, theirs] = ["${aws_security_group.fn.id}", "${aws_security_group.notes.id}"];
      return {
        ...granted(),
        ...domain({ vpc_options: { security_group_ids: [theirs] } }),
        "aws_security_group.fn": { name: "fn" },
        "aws_security_group.notes": { name: "notes" },
        "aws_lambda_function.fn": {
          ...FN_WITH_DOMAIN["aws_lambda_function.fn"],
          vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: [own] },
        },
        "aws_vpc_security_group_egress_rule.it": {
          security_group_id: own,
          referenced_security_group_id: theirs,
          ...tcp,
        },
        "aws_vpc_security_group_ingress_rule.it": {
          security_group_id: theirs,
          referenced_security_group_id: own,
          ...tcp,
        },
      };
    };
    expect(faultsOf(prove(config(inNetwork(443))), "unreachable-server")).toEqual([]);
    expect(faultsOf(prove(config(inNetwork(9200))), "unreachable-server")).toHaveLength(1);
  });
});

describe("a domain's logs", () => {
  const LOGS = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"];
  const logging = {
    ...domain({ log_publishing_options: [{ log_type: "INDEX_SLOW_LOGS", cloudwatch_log_group_arn: GROUP_ARN }] }),
    "aws_cloudwatch_log_group.slow": { name: "slow" },
  };
  const letIn = (source: string) => ({
    "aws_cloudwatch_log_resource_policy.it": {
      policy_name: "it",
      policy_document: policy(
        allow("LetIn", LOGS, [`${GROUP_ARN}:*`], {
          Principal: { Service: "es.amazonaws.com" },
          Condition: { ArnLike: { "aws:SourceArn": source } },
        }),
      ),
    },
  });

  it("are written where a policy lets the domain in", () => {
    const proof = proofOf({ ...logging, ...letIn(DOMAIN_ARN) });
    expect(callsOf(proof, "logs")).toEqual(LOGS.map((action) => `${action} allowed`));
    expect(proof.findings).toEqual([]);
  });

  it("are not written without one", () => {
    expect(callsOf(proofOf(logging), "logs")).toEqual(LOGS.map((action) => `${action} denied`));
  });

  it("are found to be open to every domain of the account", () => {
    const proof = proofOf({ ...logging, ...letIn("arn:aws:es:us-east-1:111122223333:*") });
    expect(faultsOf(proof, "too-wide")).toContainEqual(expect.stringMatching(/domain\/plumbline-twin/));
  });
});

describe("sign-in to a domain's Dashboards", () => {
  const ON_USERS = [
    ...["DescribeUserPool", "CreateUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"],
    ...["DescribeUserPoolClient", "ListUserPoolClients", "AdminInitiateAuth", "AdminUserGlobalSignOut"],
  ].map((action) => `cognito-idp:${action}`);
  const ON_IDENTITIES = ["DescribeIdentityPool", "UpdateIdentityPool", "GetIdentityPoolRoles"].map(
    (action) => `cognito-identity:${action}`,
  );
  const PEOPLE = "${aws_iam_role.people.arn}";
  const SERVICE = [
    allow("Users", ON_USERS, ["${aws_cognito_user_pool.people.arn}"]),
    allow("Identities", ON_IDENTITIES, ["${aws_cognito_identity_pool.people.arn}"]),
    allow("Pass", ["iam:PassRole"], [PEOPLE], { Condition: { StringEquals: { "iam:PassedToService": PROVIDER } } }),
  ];
  const trust = (condition: Record<string, unknown>) => ({
    "aws_iam_role.people": {
      name: "people",
      assume_role_policy: policy({
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition,
      }),
    },
  });
  const OF_POOL = { [`${PROVIDER}:aud`]: POOL };
  const SIGNED_IN = { [`${PROVIDER}:amr`]: "authenticated" };
  const access = policy(
    allow("People", ["es:ESHttpGet", "es:ESHttpPost"], ["arn:aws:es:us-east-1:111122223333:domain/notes/*"], {
      Principal: { AWS: PEOPLE },
    }),
  );
  const signIn = (
    {
      service = SERVICE,
      condition = { StringEquals: OF_POOL, "ForAnyValue:StringEquals": SIGNED_IN },
      policies = access,
    } = {} as {
      service?: readonly Record<string, unknown>[];
      condition?: Record<string, unknown>;
      policies?: string | undefined;
    },
  ) => ({
    ...domain({
      access_policies: policies,
      cognito_options: {
        enabled: true,
        user_pool_id: "${aws_cognito_user_pool.people.id}",
        identity_pool_id: POOL,
        role_arn: "${aws_iam_role.it.arn}",
      },
    }),
    "aws_cognito_user_pool.people": { name: "people" },
    "aws_cognito_identity_pool.people": { identity_pool_name: "people" },
    "aws_cognito_identity_pool_roles_attachment.people": { identity_pool_id: POOL, roles: { authenticated: PEOPLE } },
    ...role("es", ...service),
    ...trust(condition),
  });

  it("is wired where service, pools and people have what they need", () => {
    const proof = proofOf(signIn());
    expect(proof.findings).toEqual([]);
    expect(callsOf(proof, "role")).toEqual(
      expect.arrayContaining(["sts:AssumeRole allowed", "sts:AssumeRoleWithWebIdentity allowed"]),
    );
    expect(callsOf(proof, "sign-in")).toEqual(
      [...ON_USERS, ...ON_IDENTITIES, "iam:PassRole", "es:ESHttpGet", "es:ESHttpPost"].map((one) => `${one} allowed`),
    );
  });

  it.each([
    ["the service may not use the user pool", { service: SERVICE.slice(1) }, /needs cognito-idp:DescribeUserPool/],
    ["the service may not hand over the role", { service: SERVICE.slice(0, 2) }, /needs iam:PassRole/],
    ["people may not search", { policies: access.replace("es:ESHttpPost", "es:ESHttpPut") }, /needs es:ESHttpPost/],
    [
      "the role trusts another pool",
      { condition: { StringEquals: { [`${PROVIDER}:aud`]: "us-east-1:other" } } },
      /needs sts:AssumeRoleWithWebIdentity/,
    ],
  ])("is found not to work where %s", (_case, without, fault) => {
    expect(faultsOf(proofOf(signIn(without)), "missing-permission")).toContainEqual(expect.stringMatching(fault));
  });

  it.each([
    [
      "the visitors of every pool",
      { condition: { "ForAnyValue:StringEquals": SIGNED_IN } },
      /AssumeRoleWithWebIdentity/,
    ],
    ["those who did not sign in", { condition: { StringEquals: OF_POOL } }, /AssumeRoleWithWebIdentity/],
    [
      "other services, by passing the role on",
      { service: [...SERVICE.slice(0, 2), allow("Pass", ["iam:PassRole"], [PEOPLE])] },
      /iam:PassRole/,
    ],
  ])("is found to be open to %s", (_case, wider, fault) => {
    expect(faultsOf(proofOf(signIn(wider)), "too-wide")).toContainEqual(expect.stringMatching(fault));
  });

  it("is found not to work where the role of people trusts a service of that name, and no provider", () => {
    const trusted = policy({
      Effect: "Allow",
      Principal: { Service: PROVIDER },
      Action: "sts:AssumeRoleWithWebIdentity",
    });
    const proof = proofOf({ ...signIn(), "aws_iam_role.people": { name: "people", assume_role_policy: trusted } });
    expect(callsOf(proof, "role")).toContain("sts:AssumeRoleWithWebIdentity denied");
  });
});

it("a deployment that invokes a function is connected with it", () => {
  const proof = proofOf({
    ...FN,
    ...role("lambda"),
    "aws_lambda_invocation.it": { function_name: "${aws_lambda_function.fn.function_name}", input: "{}" },
  });
  expect(proof.edges).toContainEqual(
    expect.objectContaining({ kind: "invocation", from: "aws_lambda_invocation.it", to: "aws_lambda_function.fn" }),
  );
});
