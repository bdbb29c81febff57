import { type AccessPolicies, type AccessRequest, evaluate } from "../../../modules/proof/engine";
import type { Policy, Principal, Statement, Verdict } from "../../../modules/proof/model";

export const ACCOUNT = "111111111111";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:events`;

export const worker: Principal = { kind: "role", address: "aws_iam_role.worker", arn: ROLE };
export const topics: Principal = { kind: "service", service: "sns.amazonaws.com" };

/** A statement that allows everything, but for what is given. */
export function allow(given: Partial<Statement> = {}): Statement {
  const actions = given.notActions ? {} : { actions: ["*"] };
  const resources = given.notResources ? {} : { resources: ["*"] };
  return { effect: "Allow", ...actions, ...resources, conditions: {}, ...given };
}

/** A statement that denies everything, but for what is given. */
export function deny(given: Partial<Statement> = {}): Statement {
  return allow({ effect: "Deny", ...given });
}

/** A statement of a resource's policy that allows the worker by its name. */
export function allowWorker(given: Partial<Statement> = {}): Statement {
  return allow({ principals: { AWS: [ROLE] }, ...given });
}

export function policyOf(address: string, ...statements: Statement[]): Policy {
  return { address, statements };
}

/** What the worker asks of the queue, but for what is given. */
export function requestOf(given: Partial<AccessRequest> = {}): AccessRequest {
  return {
    principal: worker,
    action: "sqs:SendMessage",
    resource: QUEUE,
    resourceAccount: ACCOUNT,
    context: {},
    ...given,
  };
}

interface Sides extends Pick<AccessPolicies, "requiresResourcePolicy"> {
  readonly identity?: readonly Statement[];
  readonly resource?: readonly Statement[];
}

/** @returns the verdict on a request by the statements of either side. */
export function verdictOf(
  { identity = [], resource = [], ...rest }: Sides,
  given: Partial<AccessRequest> = {},
): Verdict {
  return evaluate(requestOf(given), {
    identity: [policyOf("identity", ...identity)],
    resource: [policyOf("resource", ...resource)],
    ...rest,
  });
}
