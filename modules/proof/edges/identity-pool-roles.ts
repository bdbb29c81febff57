import { isAttributes } from "../../guardrails/terraform-json";
import { text } from "./attributes";
import { byProvider } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";
import type { View } from "./view";

const PROVIDER = "cognito-identity.amazonaws.com";
const TYPE = "aws_cognito_identity_pool_roles_attachment";

/**
 * Identity pool → the roles that it gives to those who signed in and to those who did not. Each role has to trust this
 * pool alone, for that kind of visitor alone (Amazon Cognito developer guide, "Role trust and permissions").
 */
export const identityPoolRoles: EdgeRule = {
  type: TYPE,
  connections: ({ address, attributes }, view) => {
    const poolId = text(attributes, "identity_pool_id");
    if (poolId === undefined || !isAttributes(attributes.roles)) return [];
    const from = view.named("aws_cognito_identity_pool", poolId)?.address ?? address;
    return Object.entries(attributes.roles).flatMap(([kind, role]) => {
      if (typeof role !== "string") return [];
      const assume = (pool: string, visitor: string) =>
        byProvider(PROVIDER, ["sts:AssumeRoleWithWebIdentity"], role, "the pool gives the role", {
          [`${PROVIDER}:aud`]: pool,
          [`${PROVIDER}:amr`]: [visitor],
        });
      const other = kind === "authenticated" ? "unauthenticated" : "authenticated";
      return [
        connection("role", from, view.address(role), assume(poolId, kind), {
          denied: [...assume(`${view.world.region}:plumbline-twin`, kind), ...assume(poolId, other)],
        }),
      ];
    });
  },
};

/** @returns the ARNs of the roles that an identity pool gives to those who signed in. */
export function authenticatedRoles(view: View, poolId: string | undefined): readonly string[] {
  return view.ofType(TYPE).flatMap(({ attributes: { identity_pool_id, roles } }) => {
    const role = isAttributes(roles) ? roles.authenticated : undefined;
    return poolId !== undefined && identity_pool_id === poolId && typeof role === "string" ? [role] : [];
  });
}
