import type { Principal } from "../model";
import { accountOf } from "./arn";
import { maskUnknown } from "./glob";

/** The values of a condition key: one, or the set that a multivalued key such as `aws:TagKeys` holds. */
export type ContextValue = string | readonly string[];

/** Condition key in lower case, which AWS does not tell apart → its values, what is unknown in them masked. */
export type Context = ReadonlyMap<string, ContextValue>;

/** @returns the condition keys of a request: those given, and those that follow from who asks for what. */
export function contextOf(
  given: Readonly<Record<string, ContextValue>>,
  principal: Principal,
  resourceAccount: string,
): Context {
  const context = new Map<string, ContextValue>();
  for (const [key, value] of [...impliedBy(principal, resourceAccount), ...Object.entries(given)]) {
    // A set without values is a key that is not there.
    if (value.length > 0 || typeof value === "string") {
      context.set(key.toLowerCase(), typeof value === "string" ? maskUnknown(value) : value.map(maskUnknown));
    }
  }
  return context;
}

function impliedBy(principal: Principal, resourceAccount: string): readonly (readonly [string, string])[] {
  if (principal.kind === "service") {
    return [
      ["aws:ResourceAccount", resourceAccount],
      ["aws:PrincipalIsAWSService", "true"],
      ["aws:PrincipalServiceName", principal.service],
    ];
  }
  if (principal.kind === "federated") {
    return [
      ["aws:ResourceAccount", resourceAccount],
      ["aws:PrincipalIsAWSService", "false"],
    ];
  }
  return [
    ["aws:ResourceAccount", resourceAccount],
    ["aws:PrincipalIsAWSService", "false"],
    ["aws:PrincipalType", "AssumedRole"],
    ["aws:PrincipalArn", principal.arn],
    ["aws:PrincipalAccount", accountOf(maskUnknown(principal.arn)) ?? principal.arn],
  ];
}
