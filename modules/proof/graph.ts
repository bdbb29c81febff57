import { text } from "../guardrails/terraform-json";
import { defaultKeyPolicy } from "./default-policies";
import { readIdentityPolicies, readTrust } from "./identity-policies";
import type { Finding, Policy, World } from "./model";
import { PolicyShelf } from "./policy-shelf";
import { ACCOUNT_LOGS, readResourcePolicies } from "./resource-policies";

/** All that the policies of a world say, by whom or what they stand on. */
export interface Grants {
  /** What could not be read; the policy is then UNKNOWN, never a pass. */
  readonly findings: readonly Finding[];
  /** @returns the policies of a role: inline, attached, AWS's own. */
  identity(roleArn: string): readonly Policy[];
  /** @returns the policies on a resource; a function's alias or version has its own, apart from the function's. */
  resource(arn: string): readonly Policy[];
  /** @returns the policy of a key; a key that is given none has AWS's default. */
  key(keyArn: string): readonly Policy[];
  /** @returns who may take a role. */
  trust(roleArn: string): readonly Policy[];
}

export function readGrants(world: World): Grants {
  const findings: Finding[] = [];
  const shelf = () => new PolicyShelf((finding) => findings.push(finding));
  const identity = readIdentityPolicies(world, shelf());
  const trust = readTrust(world, shelf());
  const resource = readResourcePolicies(world, shelf());
  addDefaultKeyPolicies(world, resource);
  return {
    findings,
    identity: (arn) => identity.of(arn),
    resource: (arn) =>
      /^arn:[^:]+:logs:/.test(arn) ? [...resource.of(arn), ...resource.of(ACCOUNT_LOGS)] : resource.of(arn),
    key: (arn) => resource.of(arn),
    trust: (arn) => trust.of(arn),
  };
}

function addDefaultKeyPolicies(world: World, shelf: PolicyShelf): void {
  for (const key of world.resources.filter(({ type }) => type === "aws_kms_key" || type === "aws_kms_replica_key")) {
    if (key.mode === "managed" && shelf.of(text(key.attributes.arn)).length === 0) {
      shelf.add(text(key.attributes.arn), defaultKeyPolicy(key, world));
    }
  }
}
