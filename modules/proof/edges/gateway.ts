import { type Call, unknown } from "../model";
import { byRole, byService, onBehalfOf } from "./calls";
import type { View } from "./view";

const SERVICE = "apigateway.amazonaws.com";

/** @returns the function's ARN in the URI of an integration or authorizer, with its alias; plain ARNs stay as they are. */
export function functionArnIn(uri: string): string | undefined {
  const wrapped = /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  if (wrapped !== undefined) return wrapped;
  return /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/.test(uri) ? uri : undefined;
}

/** @returns what API Gateway needs to invoke a function on behalf of one of its own ARNs. */
export function invokedByGateway(
  view: View,
  uri: string,
  sourceArns: readonly string[],
  credentials: string | undefined,
): readonly Call[] {
  const arn = functionArnIn(uri) ?? unknown(`function in ${uri}`);
  const reason = "API Gateway invokes the function";
  if (credentials !== undefined) return byRole(view.role(credentials), ["lambda:InvokeFunction"], arn, reason);
  return sourceArns.flatMap((source) =>
    byService(SERVICE, ["lambda:InvokeFunction"], arn, reason, onBehalfOf(source, view.world.account)),
  );
}

/** API Gateway names a route by its method and path, with `*` where the path has a variable. */
export function routeArn(executionArn: string, stage: string, method: string, path: string): string {
  const verb = method === "ANY" ? "*" : method;
  return `${executionArn}/${stage}/${verb}/${path.replace(/^\//, "").replace(/\{[^}]*\}/g, "*")}`;
}
