import type { SetupRequest } from "./contract";
import { AUDIT_INDICES } from "./index-template";

type Roles = NonNullable<SetupRequest["roles"]>;

/** A role of the security plugin, and the ARN of the IAM role that has it. */
export interface SecurityRole {
  readonly name: string;
  readonly arn: string;
  readonly permissions: {
    readonly cluster_permissions: readonly string[];
    readonly index_permissions: readonly {
      readonly index_patterns: readonly string[];
      readonly allowed_actions: readonly string[];
    }[];
    readonly tenant_permissions?: readonly {
      readonly tenant_patterns: readonly string[];
      readonly allowed_actions: readonly string[];
    }[];
  };
}

/** Each may do what it is for, on the audit trail's indices, and nothing else in the domain. */
const PERMISSIONS: Readonly<Record<keyof Roles, SecurityRole["permissions"]>> = {
  // Bulk requests, and the index of a new month. Neither updates nor deletions.
  writer: {
    cluster_permissions: ["indices:data/write/bulk"],
    index_permissions: [
      {
        index_patterns: [AUDIT_INDICES],
        allowed_actions: ["indices:data/write/bulk*", "indices:data/write/index", "indices:admin/create"],
      },
    ],
  },
  reader: {
    cluster_permissions: [],
    index_permissions: [{ index_patterns: [AUDIT_INDICES], allowed_actions: ["indices:data/read/search*"] }],
  },
  people: {
    cluster_permissions: ["cluster_composite_ops_ro"],
    index_permissions: [
      {
        index_patterns: [AUDIT_INDICES],
        allowed_actions: ["read", "indices:admin/get", "indices:admin/mappings/get", "indices:admin/resolve/index"],
      },
      // Where Dashboards keeps what was saved in it.
      { index_patterns: [".kibana*", ".opensearch_dashboards*"], allowed_actions: ["read"] },
    ],
    tenant_permissions: [{ tenant_patterns: ["global_tenant"], allowed_actions: ["kibana_all_read"] }],
  },
};

/** The roles of the security plugin for those of IAM that are given. */
export function securityRoles(roles: SetupRequest["roles"] = {}): readonly SecurityRole[] {
  return (["writer", "reader", "people"] as const).flatMap((kind) => {
    const arn = roles[kind];
    return arn === undefined ? [] : [{ name: `flag_audit_${kind}`, arn, permissions: PERMISSIONS[kind] }];
  });
}
