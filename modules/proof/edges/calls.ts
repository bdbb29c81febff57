import type { Call, Principal } from "../model";
import { parseArn } from "./arn";

/** Everything goes over TLS. */
const ENCRYPTED = { "aws:SecureTransport": "true" };

/** @returns calls that are made under a role. */
export function byRole(
  role: Principal,
  actions: readonly string[],
  resource: string,
  reason: string,
  context: Call["context"] = {},
): readonly Call[] {
  return actions.map((action) => ({
    principal: role,
    action,
    resource,
    context: { ...ENCRYPTED, ...accountOf(role), ...context },
    reason,
  }));
}

/** @returns calls that an AWS service makes in its own name, on behalf of one resource. */
export function byService(
  service: string,
  actions: readonly string[],
  resource: string,
  reason: string,
  context: Call["context"],
): readonly Call[] {
  return byOutsider({ kind: "service", service }, actions, resource, reason, context);
}

/** @returns calls of whoever an identity provider vouches for. */
export function byProvider(
  provider: string,
  actions: readonly string[],
  resource: string,
  reason: string,
  context: Call["context"],
): readonly Call[] {
  return byOutsider({ kind: "federated", provider }, actions, resource, reason, context);
}

function byOutsider(
  principal: Principal,
  actions: readonly string[],
  resource: string,
  reason: string,
  context: Call["context"],
): readonly Call[] {
  return actions.map((action) => ({
    principal,
    action,
    resource,
    context: { ...ENCRYPTED, ...context },
    reason,
  }));
}

/** What AWS says of the resource on whose behalf a service acts. A bucket's ARN has no account of its own. */
export function onBehalfOf(sourceArn: string, account: string): Call["context"] {
  return { "aws:SourceArn": sourceArn, "aws:SourceAccount": parseArn(sourceArn)?.account || account };
}

function accountOf(role: Principal): Call["context"] {
  const account = role.kind === "role" ? parseArn(role.arn)?.account : undefined;
  return account === undefined ? {} : { "aws:PrincipalAccount": account };
}
