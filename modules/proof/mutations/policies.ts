import type { Resource } from "../model";
import type { Mutation } from "../mutate";
import { isObject, type Json, statementMutations } from "./statements";

/** Arguments that hold a policy. */
const ARGUMENTS = ["policy", "assume_role_policy", "access_policies", "policy_document"] as const;

/** @returns each change of a policy that takes away or gives more than was meant. */
export function policyMutations({ attributes }: Resource): readonly Mutation[] {
  return ARGUMENTS.flatMap((argument) => {
    const policy = parsed(attributes[argument]);
    const statements = [policy?.Statement ?? []].flat().filter(isObject);
    return statements.flatMap((statement, index) =>
      statementMutations(statement).map(({ what, statement: other }) => ({
        what: `${nameOf(statement, index)} ${what}`,
        attributes: {
          ...attributes,
          [argument]: JSON.stringify({
            ...policy,
            Statement: statements.flatMap((one, at) => (at === index ? (other ?? []) : [one])),
          }),
        },
      })),
    );
  });
}

function parsed(policy: unknown): Json | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(policy);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function nameOf({ Sid }: Json, index: number): string {
  return typeof Sid === "string" ? Sid : `statement ${index + 1}`;
}
