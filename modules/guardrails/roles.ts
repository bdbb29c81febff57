import { covers, policiesByHolder, type Statement } from "./policies";
import { append, type Block, oncePerStack, type SynthesizedStack } from "./synthesized-stack";

/** @returns the identity statements of each role, by the role's address. */
const statementsByRole = oncePerStack((stack): ReadonlyMap<string, readonly Statement[]> => {
  const byRole = new Map<string, Statement[]>();
  const grant = (role: unknown, holder: Block) => {
    const statements = (policiesByHolder(stack).get(holder.address) ?? []).flatMap((policy) => policy.statements ?? []);
    for (const { address } of stack.referred(role)) {
      for (const statement of statements) {
        append(byRole, address, statement);
      }
    }
  };
  for (const policy of stack.resources("aws_iam_role_policy")) {
    grant(policy.attributes.role, policy);
  }
  for (const attachment of stack.resources("aws_iam_role_policy_attachment")) {
    for (const policy of stack.referred(attachment.attributes.policy_arn)) {
      grant(attachment.attributes.role, policy);
    }
  }
  return byRole;
});

/** @returns what the policies of a role in this stack say. */
export function statementsOf(stack: SynthesizedStack, role: Block | undefined): readonly Statement[] {
  return role === undefined ? [] : (statementsByRole(stack).get(role.address) ?? []);
}

/** @returns whether a statement allows an action on a resource, given as a policy names it. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" && actions.some((pattern) => covers(pattern, action)) && resources.includes(resource),
  );
}
