import { list, nested, text } from "../guardrails/terraform-json";
import { isManagedByAws, managedPolicy } from "./managed-policies";
import { isUnknown, type Resource, type World } from "./model";
import { UNREADABLE } from "./policy-json";
import { findingOn, type PolicyShelf } from "./policy-shelf";

/** Puts what every role is allowed on the shelf, by the role's ARN. */
export function readIdentityPolicies(world: World, shelf: PolicyShelf): PolicyShelf {
  const attach = attacher(world, shelf);
  for (const resource of world.resources) {
    const { type, attributes } = resource;
    if (type === "aws_iam_role" && resource.mode === "managed") {
      for (const inline of nested(attributes.inline_policy).filter(({ policy }) => text(policy) !== "")) {
        shelf.addText(text(attributes.arn), resource, inline.policy);
      }
      for (const policyArn of list(attributes.managed_policy_arns)) {
        attach(resource, attributes.name, policyArn);
      }
    } else if (type === "aws_iam_role_policy") {
      shelf.addText(roleArn(world, text(attributes.role)), resource, attributes.policy);
    } else if (type === "aws_iam_role_policy_attachment") {
      attach(resource, attributes.role, attributes.policy_arn);
    } else if (type === "aws_iam_policy_attachment") {
      for (const role of list(attributes.roles)) {
        attach(resource, role, attributes.policy_arn);
      }
    }
  }
  return shelf;
}

/** Puts who may take each role on the shelf. */
export function readTrust(world: World, shelf: PolicyShelf): PolicyShelf {
  for (const role of world.resources) {
    if (role.type === "aws_iam_role" && role.mode === "managed") {
      shelf.addText(text(role.attributes.arn), role, role.attributes.assume_role_policy);
    }
  }
  return shelf;
}

/** @returns what attaches a policy of its own to a role: the block that attaches, the role, the policy's ARN. */
function attacher(world: World, shelf: PolicyShelf): (by: Resource, role: unknown, policyArn: unknown) => void {
  return (by, role, policyArn) => {
    const arn = text(policyArn);
    const to = roleArn(world, text(role));
    const policy = world.owner(arn);
    if (policy?.type === "aws_iam_policy" && policy.attributes.policy !== undefined) {
      shelf.addText(to, policy, policy.attributes.policy);
      return;
    }
    const statements = isManagedByAws(arn) ? managedPolicy(arn) : undefined;
    if (statements === undefined) {
      shelf.report(
        findingOn(
          by,
          isManagedByAws(arn) ? "unreadable-managed-policy" : "unreadable-policy",
          `what ${isUnknown(arn) ? "the policy" : arn} allows is not told here`,
          "Write the statements that the role needs in an aws_iam_role_policy.",
        ),
      );
    }
    shelf.add(to, { address: by.address, statements: statements ?? UNREADABLE });
  };
}

/** Policies name a role by its name, or by its id, which is the name; paths are in the ARN alone. */
function roleArn(world: World, role: string): string {
  if (role.startsWith("arn:")) {
    return role;
  }
  return rolesByName(world).get(role) ?? `arn:${world.partition}:iam::${world.account}:role/${role}`;
}

const namesOfWorlds = new WeakMap<World, ReadonlyMap<string, string>>();

/** Found once a world: a search a policy would make the time grow with its square. */
function rolesByName(world: World): ReadonlyMap<string, string> {
  const known = namesOfWorlds.get(world);
  if (known !== undefined) {
    return known;
  }
  const roles = world.resources.filter(({ type }) => type === "aws_iam_role");
  const names = new Map(roles.map(({ attributes }) => [text(attributes.name), text(attributes.arn)]));
  namesOfWorlds.set(world, names);
  return names;
}
