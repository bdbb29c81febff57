import type { EntryCode } from "../code/entry-code";
import { witness } from "../granted";
import type { Grants } from "../graph";
import type { Call, Principal, Resource } from "../model";
import { actionsByResource, type Use } from "../uses";
import { byRole } from "./calls";
import { type Connection, connection } from "./edge-rule";
import { keyActionsFor, keyCallsByRole } from "./encryption";
import { resourcesOf } from "./environment-resources";
import { namedInEnvironment } from "./environment-values";
import { roleOf } from "./function-role";
import type { View } from "./view";

/** What the code of a function does, where it is known. */
export type CodeOf = (fn: Resource) => EntryCode | undefined;

/** Function → every resource that its environment names, with what its code does to it. */
export function environmentConnections(view: View, grants: Grants, codeOf: CodeOf): readonly Connection[] {
  return view.ofType("aws_lambda_function").flatMap((fn) => {
    const role = roleOf(view, fn, fn.address);
    const uses = actionsByResource(namedInEnvironment(view, fn), policiesOf(grants, role), codeOf(fn));
    return uses.map((use) => {
      const to = use.named?.resource.address ?? use.arn;
      const required = callsFor(view, grants, role, use, use.required);
      const possible = callsFor(view, grants, role, use, use.possible);
      return connection("environment", fn.address, to, required, { possible });
    });
  });
}

function callsFor(view: View, grants: Grants, role: Principal, use: Use, actions: readonly string[]): readonly Call[] {
  const { named, arn } = use;
  const policies = policiesOf(grants, role);
  const reason = named === undefined ? "the code does it" : `the code uses ${named.variable}`;
  const calls = actions.flatMap((action) => {
    const resources = named === undefined ? [arn] : resourcesOf(action, named.resource, arn);
    return resources.flatMap((one) =>
      byRole(role, [action], witness(policies, action, one) ?? somethingIn(one), reason),
    );
  });
  const keyActions = [...new Set(actions.flatMap(keyActionsFor))];
  return [...calls, ...keyCallsByRole(view, role, named?.resource, keyActions, named?.arn)];
}

/** Any object stands for those of a bucket that no statement covers. */
function somethingIn(arn: string): string {
  return arn.endsWith("/") ? `${arn}object` : arn;
}

function policiesOf(grants: Grants, role: Principal) {
  return role.kind === "role" ? grants.identity(role.arn) : [];
}
