import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { assumedBy, joined, type PolicyStatement, policyJson } from "./policy";
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
