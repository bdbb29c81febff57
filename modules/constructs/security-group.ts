import { SecurityGroup as SecurityGroupResource } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Count } from "./only-where";
import { System } from "./system";

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** What stands behind it, in a few words. */
  readonly description: string;
  /** What it is named after. */
  readonly part: string;
  /** Terraform expression of 1 where the group is made and 0 where it is not. @default always */
  readonly count?: Count;
}

/** A security group that lets nothing in or out but what is connected to it, group to group and port by port. */
export class SecurityGroup extends Construct {
  readonly resource: SecurityGroupResource;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SecurityGroupProps,
  ) {
    super(scope, id);
    this.resource = new SecurityGroupResource(this, "resource", {
      name: System.of(this).label.name(props.part, 255),
      description: props.description,
      vpcId: props.vpcId,
      // A group that something still stands in can't be deleted.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  get id(): string {
    return this.resource.id;
  }

  /** Lets what stands in this group call what stands in another, on its one port: both sides of the rule. */
  connectTo(other: SecurityGroup, port: number): void {
    const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port };
    if (this.node.tryFindChild(`to-${other.props.part}`) !== undefined) return;
    const egress = new VpcSecurityGroupEgressRule(this, `to-${other.props.part}`, {
      securityGroupId: this.id,
      description: `To ${other.props.description}`,
      referencedSecurityGroupId: other.id,
      ...tcp,
    });
    if (other.props.count !== undefined) egress.addOverride("count", other.props.count);
    new VpcSecurityGroupIngressRule(other, `from-${this.props.part}`, {
      securityGroupId: other.id,
      description: `From ${this.props.description}`,
      referencedSecurityGroupId: this.id,
      ...tcp,
    });
  }

  /** Lets what stands in this group call an AWS service through a gateway endpoint. */
  connectToGateway(service: string, prefixListId: string): void {
    if (this.node.tryFindChild(`to-${service}`) !== undefined) return;
    new VpcSecurityGroupEgressRule(this, `to-${service}`, {
      securityGroupId: this.id,
      description: `To ${service}`,
      prefixListId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  }
}
