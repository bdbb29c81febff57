import { nested, text } from "../guardrails/terraform-json";
import type { Policy, Resource, Statement, World } from "./model";

/** @returns the ARN of the bus that a permission opens, and the statement that AWS makes of it. */
export function eventPermission(permission: Resource, world: World): { readonly arn: string; readonly policy: Policy } {
  const { attributes } = permission;
  const bus = text(attributes.event_bus_name) || "default";
  const arn = bus.startsWith("arn:")
    ? bus
    : `arn:${world.partition}:events:${world.region}:${world.account}:event-bus/${bus}`;
  const principal = text(attributes.principal);
  const statement: Statement = {
    sid: text(attributes.statement_id),
    effect: "Allow",
    principals: {
      AWS: [/^\d{12}$/.test(principal) ? `arn:${world.partition}:iam::${principal}:root` : principal],
    },
    actions: [text(attributes.action) || "events:PutEvents"],
    resources: [arn],
    conditions: Object.fromEntries(
      nested(attributes.condition).map(({ type, key, value }) => [text(type), { [text(key)]: [text(value)] }]),
    ),
  };
  return { arn, policy: { address: permission.address, statements: [statement] } };
}
