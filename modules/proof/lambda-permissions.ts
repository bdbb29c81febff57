import { text } from "../guardrails/terraform-json";
import type { Policy, Resource, Statement, World } from "./model";

/** Arguments that narrow a permission, and the condition that AWS makes of each. */
const CONDITIONS: readonly (readonly [argument: string, operator: string, key: string])[] = [
  ["source_arn", "ArnLike", "aws:SourceArn"],
  ["source_account", "StringEquals", "aws:SourceAccount"],
  ["event_source_token", "StringEquals", "lambda:EventSourceToken"],
  ["principal_org_id", "StringEquals", "aws:PrincipalOrgID"],
  ["function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"],
];

/** @returns the ARN that a permission speaks of, its qualifier included, and the statement that AWS makes of it. */
export function lambdaPermission(
  permission: Resource,
  world: World,
): { readonly arn: string; readonly policy: Policy } {
  const { attributes } = permission;
  const arn = qualifiedArn(text(attributes.function_name), attributes.qualifier, world);
  const statement: Statement = {
    ...(typeof attributes.statement_id === "string" ? { sid: attributes.statement_id } : {}),
    effect: "Allow",
    principals: principals(text(attributes.principal)),
    actions: [text(attributes.action)],
    resources: [arn],
    conditions: conditions(attributes),
  };
  return { arn, policy: { address: permission.address, statements: [statement] } };
}

/** Takes a function's name, its ARN, or the ARN of an alias or a version. */
function qualifiedArn(name: string, qualifier: unknown, { partition, region, account }: World): string {
  const arn = name.startsWith("arn:") ? name : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  return typeof qualifier === "string" && qualifier !== "" ? `${arn}:${qualifier}` : arn;
}

function principals(principal: string): Readonly<Record<string, readonly string[]>> {
  return /^[\w.-]+\.(?:amazonaws\.com|aws\.internal)/.test(principal) ? { Service: [principal] } : { AWS: [principal] };
}

/** Two arguments may share an operator. */
function conditions(attributes: Resource["attributes"]): Statement["conditions"] {
  const byOperator: Record<string, Record<string, readonly string[]>> = {};
  for (const [argument, operator, key] of CONDITIONS) {
    const value = attributes[argument];
    if (value !== undefined && value !== null && value !== "") {
      byOperator[operator] = { ...byOperator[operator], [key]: [text(value)] };
    }
  }
  return byOperator;
}
