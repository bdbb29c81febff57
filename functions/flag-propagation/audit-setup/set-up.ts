import { applyPolicy } from "./apply-policy";
import type { SetupRequest, SetupResult } from "./contract";
import { AUDIT_NAME, indexTemplate } from "./index-template";
import type { SetupPorts } from "./ports";
import { type SecurityRole, securityRoles } from "./security-roles";
import { type Ask, isUnsupported, steadyRequests } from "./steady-requests";

/**
 * Makes a domain ready for the audit trail: what its indices are like, how long they stay, and who may do what with them.
 * May be repeated at any time.
 *
 * @throws OpenSearchFailure where the domain does not take it; what is done by then stays
 */
export async function setUp(request: SetupRequest, ports: SetupPorts): Promise<SetupResult> {
  const ask = steadyRequests(ports);
  await ask("PUT", `/_index_template/${AUDIT_NAME}`, indexTemplate(request));
  const policy = await whereSupported(() => applyPolicy(ask, request));
  const roles = securityRoles(request.roles);
  const result: SetupResult = {
    template: "applied",
    policy,
    roles: roles.length === 0 ? "none" : await whereSupported(() => applyRoles(ask, roles)),
  };
  ports.log("info", "audit trail set up", { ...result, retention_days: request.retention_days });
  return result;
}

async function applyRoles(ask: Ask, roles: readonly SecurityRole[]): Promise<void> {
  for (const { name, arn, permissions } of roles) {
    await ask("PUT", `/_plugins/_security/api/roles/${name}`, permissions);
    await ask("PUT", `/_plugins/_security/api/rolesmapping/${name}`, { backend_roles: [arn] });
  }
}

async function whereSupported(apply: () => Promise<void>): Promise<"applied" | "unsupported"> {
  try {
    await apply();
    return "applied";
  } catch (error) {
    if (isUnsupported(error)) return "unsupported";
    throw error;
  }
}
