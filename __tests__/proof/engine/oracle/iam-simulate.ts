import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { AccessPolicies, AccessRequest } from "../../../../modules/proof/engine";
import { nameOf, type Policy, type Statement, type Verdict } from "../../../../modules/proof/model";

const VERDICTS: Readonly<Record<string, Verdict>> = {
  Allowed: "allowed",
  ImplicitlyDenied: "denied",
  ExplicitlyDenied: "explicitly denied",
};

/** @returns what an engine by other hands says to the same question. */
export async function askOracle(request: AccessRequest, policies: AccessPolicies): Promise<Verdict> {
  const { principal } = request;
  const results = await runSimulation(
    {
      request: {
        principal: nameOf(principal),
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount },
        contextVariables: Object.fromEntries(
          Object.entries(request.context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
        ),
      },
      identityPolicies: policies.identity.map((policy) => ({ name: policy.address, policy: documentOf([policy]) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policies.resource.length > 0 ? documentOf(policies.resource) : undefined,
    },
    {},
  );
  if (results.resultType !== "single") throw new Error(`The oracle refuses the case: ${JSON.stringify(results)}`);
  const ignored = results.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`The oracle ignores ${ignored.join(", ")}.`);
  const verdict = VERDICTS[results.overallResult];
  if (verdict === undefined) throw new Error(`The oracle says '${results.overallResult}', which is no verdict.`);
  return verdict;
}

function documentOf(policies: readonly Policy[]): object {
  return { Version: "2012-10-17", Statement: policies.flatMap(({ statements }) => statements.map(writeStatement)) };
}

/** @returns a statement as IAM writes it. */
function writeStatement(statement: Statement): object {
  return {
    Effect: statement.effect,
    ...(statement.principals && { Principal: statement.principals }),
    ...(statement.notPrincipals && { NotPrincipal: statement.notPrincipals }),
    ...(statement.actions && { Action: statement.actions }),
    ...(statement.notActions && { NotAction: statement.notActions }),
    ...(statement.resources && { Resource: statement.resources }),
    ...(statement.notResources && { NotResource: statement.notResources }),
    ...(Object.keys(statement.conditions).length > 0 && { Condition: statement.conditions }),
  };
}
