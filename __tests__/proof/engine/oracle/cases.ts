import fc from "fast-check";
import { nameOf, type Policy, type Principal, type Statement } from "../../../../modules/proof/model";
import { conditions, contexts } from "./conditions";
import { FAULTS } from "./exclusions";
import { ACCOUNT, type Case, OTHER_ACCOUNT, ROLE, SCENARIOS, type Scenario } from "./scenarios";

type Principals = NonNullable<Statement["principals"]>;

/** @returns a pattern made of a text: a part of it replaced by a wildcard, or by nothing. */
function wildcardsOf(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom("*", "*", "?", ""))
    .map(([a, b, wildcard]) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      return text.slice(0, from) + wildcard + text.slice(wildcard === "?" ? from + 1 : to);
    });
}

function actionPatterns({ actions }: Scenario): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...actions, "*", "ec2:*"),
    fc.constantFrom(...actions).map((action) => action.toUpperCase()),
    fc.constantFrom(...actions).chain((action) => {
      const [service, name = ""] = action.split(":");
      return wildcardsOf(name).map((pattern) => `${service}:${pattern || "*"}`);
    }),
  );
}

/** Wildcards stay within a segment, or stand at the end for all the rest: of others AWS does not say what they match. */
function resourcePatterns({ resources }: Scenario): fc.Arbitrary<string> {
  const resource = fc.constantFrom(...resources);
  return fc.oneof(
    fc.constantFrom(...resources, "*"),
    resource.chain((arn) => {
      const segments = arn.split(":");
      const rest = segments.slice(5).join(":");
      return fc
        .tuple(
          fc.constantFrom(segments[3], segments[3], "*", "eu-*", "us-east-1"),
          fc.constantFrom(segments[4], segments[4], "*", OTHER_ACCOUNT),
          fc.oneof(fc.constant(rest), fc.constant("*"), wildcardsOf(rest)),
        )
        .map(([region, account, name]) => [...segments.slice(0, 3), region, account, name || "*"].join(":"));
    }),
    resource.map((arn) => `${arn.split(":").slice(0, 3).join(":")}*`),
    resource.map((arn) => arn.replace(/(?<=\/)[^/]*$/, "${aws:PrincipalTag/team}")),
  );
}

function principalsOf({ services }: Scenario): fc.Arbitrary<Principals> {
  const role = `arn:aws:iam::${ACCOUNT}:role/`;
  return fc.constantFrom<Principals>(
    { AWS: [ROLE] },
    { AWS: [ROLE, `${role}another`] },
    { AWS: [`${role}another`] },
    { AWS: [`${role}WORKER`] },
    { AWS: [ACCOUNT] },
    { AWS: [`arn:aws:iam::${ACCOUNT}:root`] },
    { AWS: [OTHER_ACCOUNT] },
    { AWS: [`arn:aws:iam::${OTHER_ACCOUNT}:role/worker`] },
    { AWS: [`arn:aws:iam::${OTHER_ACCOUNT}:root`] },
    { AWS: ["*"] },
    { Service: [...services] },
    { Service: services.slice(0, 1) },
    { Service: ["ec2.amazonaws.com"] },
    { AWS: [ROLE], Service: services.slice(0, 1) },
  );
}

function lists(patterns: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc.uniqueArray(patterns, { minLength: 1, maxLength: 3 });
}

/** One key or the other, the negated one now and then. */
function eitherOf<T>(key: string, negated: string, values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.tuple(fc.constantFrom(key, key, key, negated), values).map(([name, value]) => ({ [name]: value }));
}

function statements(scenario: Scenario, of: "identity" | "resource"): fc.Arbitrary<Statement> {
  const parts: fc.Arbitrary<Partial<Statement>>[] = [
    eitherOf("actions", "notActions", lists(actionPatterns(scenario))),
  ];
  if (of === "identity" || scenario.namesResources) {
    parts.push(eitherOf("resources", "notResources", lists(resourcePatterns(scenario))));
  }
  if (of === "resource") parts.push(eitherOf("principals", "notPrincipals", principalsOf(scenario)));
  return fc
    .tuple(fc.constantFrom("Allow", "Allow", "Allow", "Deny"), conditions, ...parts)
    .map(([effect, block, ...rest]): Statement => Object.assign({ effect, conditions: block }, ...rest))
    .filter((statement) => !FAULTS.some(({ applies }) => applies(statement)));
}

function policiesOf(scenario: Scenario, of: "identity" | "resource"): fc.Arbitrary<readonly Policy[]> {
  // A key and a role always have a policy; of other resources half have none.
  const minLength = of === "resource" && scenario.requiresResourcePolicy ? 1 : 0;
  return fc
    .array(fc.array(statements(scenario, of), { minLength: 1, maxLength: 2 }), { minLength, maxLength: 2 })
    .map((documents) => documents.map((document, index) => ({ address: `${of}${index}`, statements: document })));
}

function principals({ services }: Scenario): fc.Arbitrary<Principal> {
  const role = (arn: string): Principal => ({ kind: "role", address: "aws_iam_role.worker", arn });
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(role(ROLE)) },
    { weight: 1, arbitrary: fc.constant(role(`arn:aws:iam::${OTHER_ACCOUNT}:role/worker`)) },
    { weight: 3, arbitrary: fc.constantFrom(...services).map((service): Principal => ({ kind: "service", service })) },
  );
}

/** @returns the keys that AWS adds to every request: the oracle wants them told. */
function implied(principal: Principal): Readonly<Record<string, string>> {
  const common = { "aws:ResourceAccount": ACCOUNT, "aws:PrincipalIsAWSService": String(principal.kind === "service") };
  return principal.kind === "role"
    ? { ...common, "aws:PrincipalArn": principal.arn, "aws:PrincipalAccount": principal.arn.split(":")[4] ?? "" }
    : { ...common, "aws:PrincipalServiceName": nameOf(principal) };
}

export const cases: fc.Arbitrary<Case> = fc.constantFrom(...SCENARIOS).chain((scenario) =>
  fc
    .record({
      principal: principals(scenario),
      action: fc.constantFrom(...scenario.actions),
      resource: fc.constantFrom(...scenario.resources),
      context: contexts,
      identity: policiesOf(scenario, "identity"),
      resourcePolicies: policiesOf(scenario, "resource"),
    })
    .map(({ principal, action, resource, context, identity, resourcePolicies }) => ({
      request: {
        principal,
        action,
        resource,
        resourceAccount: ACCOUNT,
        context: { ...implied(principal), ...context },
      },
      policies: {
        identity: principal.kind === "role" ? identity : [],
        resource: resourcePolicies,
        requiresResourcePolicy: scenario.requiresResourcePolicy,
      },
    })),
);
