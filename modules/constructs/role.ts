import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { assumedBy, type PolicyStatement, policyJson } from "./policy";
import { System } from "./system";

export interface RoleProps {
  /** The service that may assume the role, such as `lambda.amazonaws.com`. */
  readonly assumedBy: string;
  /** What the role is for, in a few words. */
  readonly description: string;
  /** What the role is named after. @default the construct's id */
  readonly part?: string;
}

/** A role for one user, with one inline policy that its user's accesses fill. */
export class Role extends Construct {
  readonly resource: IamRole;
  readonly policy: IamRolePolicy;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const part = props.part ?? id;
    this.resource = new IamRole(this, "resource", {
      namePrefix: System.of(this).label.rolePrefix(part),
      description: props.description,
      assumeRolePolicy: assumedBy(props.assumedBy),
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: part,
      role: this.resource.id,
      policy: Lazy.stringValue({
        // Resolved first: two references to one ARN are two tokens until then.
        produce: (context) => policyJson(joined(context.resolve(this.statements))),
      }),
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Grants a statement; what two accesses grant on the same resources is joined. */
  allow(statement: PolicyStatement): void {
    this.statements.push(statement);
  }
}

/** Joins what was granted in pieces: statements of one Sid on the same resources become one; IAM wants each Sid once. */
function joined(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const bySid = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    for (let suffix = 1; ; suffix++) {
      const sid = suffix === 1 ? statement.sid : `${statement.sid}${suffix}`;
      const present = bySid.get(sid);
      if (present !== undefined && scopeOf(present) !== scopeOf(statement)) continue;
      const actions = new Set([...(present?.actions ?? []), ...statement.actions]);
      bySid.set(sid, { ...statement, sid, actions: [...actions] });
      break;
    }
  }
  return [...bySid.values()];
}

function scopeOf({ effect = "Allow", resources, conditions }: PolicyStatement): string {
  return JSON.stringify([effect, resources, conditions]);
}
