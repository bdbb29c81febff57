import type { Call, Principal, Resource } from "../model";
import { block, text } from "./attributes";
import { byRole } from "./calls";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import { authenticatedRoles } from "./identity-pool-roles";

/** Of AWS's managed policy AmazonOpenSearchServiceCognitoAccess, by what each is done to. */
const ON_USER_POOL = [
  "cognito-idp:DescribeUserPool",
  "cognito-idp:CreateUserPoolClient",
  "cognito-idp:DeleteUserPoolClient",
  "cognito-idp:UpdateUserPoolClient",
  "cognito-idp:DescribeUserPoolClient",
  "cognito-idp:ListUserPoolClients",
  "cognito-idp:AdminInitiateAuth",
  "cognito-idp:AdminUserGlobalSignOut",
];
const ON_IDENTITY_POOL = [
  "cognito-identity:DescribeIdentityPool",
  "cognito-identity:UpdateIdentityPool",
  "cognito-identity:GetIdentityPoolRoles",
];
/** The role of people is for Cognito to give, and for no other service. */
const PASSED_TO = "cognito-identity.amazonaws.com";
const ANOTHER = "plumbline-twin.amazonaws.com";

/** Dashboards reads with GET and searches with POST; who may save something in it sends more. */
const READS = ["es:ESHttpGet", "es:ESHttpPost"];
const SAVES = ["es:ESHttpHead", "es:ESHttpPut", "es:ESHttpDelete", "es:ESHttpPatch"];

/** Search domain ↔ the pools by which people sign in to its Dashboards, and what they do there. */
export const searchSignIn: EdgeRule = {
  type: "aws_opensearch_domain",
  connections: (domain, view) => {
    const options = block(domain.attributes, "cognito_options");
    const roleArn = text(options, "role_arn");
    if (roleArn === undefined || options?.enabled === false) return [];
    const role = view.role(roleArn);
    const users = view.named("aws_cognito_user_pool", text(options, "user_pool_id"));
    const identities = view.named("aws_cognito_identity_pool", text(options, "identity_pool_id"));
    const people = authenticatedRoles(view, text(options, "identity_pool_id"));
    return [
      ...pool(domain, users, (arn) => byRole(role, ON_USER_POOL, arn, "it has a client in the user pool")),
      ...pool(domain, identities, (arn) => [
        ...byRole(role, ON_IDENTITY_POOL, arn, "it enters the client in the identity pool"),
        ...people.flatMap((person) => pass(role, person, PASSED_TO)),
      ]).map((edge) => ({ ...edge, denied: people.flatMap((person) => pass(role, person, ANOTHER)) })),
      ...people.map((person) => visit(identities?.address ?? domain.address, domain, view.role(person))),
    ];
  },
};

function pool(
  { address }: Resource,
  to: Resource | undefined,
  calls: (arn: string) => readonly Call[],
): readonly Connection[] {
  const arn = text(to?.attributes, "arn");
  return to === undefined || arn === undefined ? [] : [connection("sign-in", address, to.address, calls(arn))];
}

function pass(role: Principal, person: string, service: string): readonly Call[] {
  return byRole(role, ["iam:PassRole"], person, "it hands the pool the role of people", {
    "iam:PassedToService": service,
  });
}

function visit(from: string, { address, attributes }: Resource, person: Principal): Connection {
  const dashboards = `${text(attributes, "arn")}/_dashboards`;
  const reason = "people look at Dashboards";
  return connection("sign-in", from, address, byRole(person, READS, dashboards, reason), {
    possible: byRole(person, SAVES, dashboards, reason),
  });
}
