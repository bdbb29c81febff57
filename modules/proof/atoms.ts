import { type Call, nameOf, type Policy, type Resource, type Statement } from "./model";
import { covers, coversAction } from "./patterns";

/** The smallest grant: one action on one resource, to one principal where the policy names principals. */
export interface Atom {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly action: string;
  readonly resource: string;
  /** Of a policy on the side of the resource. */
  readonly principal?: string;
}

/** @returns each grant of a policy; a statement that says what is *not* granted has none that could be named. */
export function atomsOf(policy: Policy): readonly Atom[] {
  return policy.statements
    .filter((statement) => statement.effect === "Allow" && !isLeftToAccount(statement))
    .flatMap((statement) =>
      (statement.actions ?? []).flatMap((action) =>
        (statement.resources ?? ["*"]).flatMap((resource) =>
          principalsOf(statement).map((principal) => ({
            policy,
            statement,
            action,
            resource,
            ...(principal === undefined ? {} : { principal }),
          })),
        ),
      ),
    );
}

/** @returns whether a grant speaks of a call, its conditions left aside. */
export function speaksOf(atom: Atom, { principal, action, resource }: Call): boolean {
  return (
    coversAction(atom.action, action) &&
    covers(atom.resource, resource) &&
    (atom.principal === undefined || covers(atom.principal, nameOf(principal)))
  );
}

/** AWS gives a topic without a policy one that nobody wrote. */
export function isWritten(block: Resource | undefined): boolean {
  const holdsPolicies = block === undefined || !["aws_sns_topic", "aws_kms_key"].includes(block.type);
  return holdsPolicies || typeof block.attributes.policy === "string";
}

function principalsOf({ principals }: Statement): readonly (string | undefined)[] {
  return principals === undefined ? [undefined] : Object.values(principals).flat();
}

/** A key's policy leaves it to the account's own policies who may use the key: the grants are theirs. */
function isLeftToAccount({ principals }: Statement): boolean {
  const all = Object.values(principals ?? {}).flat();
  return all.length > 0 && all.every((principal) => /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(principal));
}
