import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Access } from "./access";
import type { Network } from "./network";
import type { PolicyStatement } from "./policy";
import { SecurityGroup } from "./security-group";
import { unscopable } from "./unscopable";

export interface FunctionPlacementProps {
  readonly network: Network;
  /** What the function's group is named after. */
  readonly part: string;
}

/** Where a function stands in a network: its subnets and a group of its own, open to what its accesses reach. */
export class FunctionPlacement extends Construct {
  readonly vpcConfig: { readonly subnetIds: string[]; readonly securityGroupIds: string[] };
  /** Lambda makes the function's network interfaces under the function's role. */
  readonly statement: PolicyStatement = unscopable("UseNetworkInterfaces", [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
  ]);
  private readonly network: Network;
  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: FunctionPlacementProps) {
    super(scope, id);
    this.network = props.network;
    this.securityGroup = new SecurityGroup(this, "group", {
      vpcId: props.network.vpcId,
      description: `The function ${props.part}`,
      part: props.part,
    });
    this.vpcConfig = { subnetIds: [...props.network.subnetIds], securityGroupIds: [this.securityGroup.id] };
  }

  /** Lets the function through to what an access stands for. */
  connect({ reach, statements }: Access): void {
    if (typeof reach === "object" && "region" in reach) {
      throw new ConstructError(
        this,
        `What it uses stands in ${reach.region}, and a network without a way out reaches its own Region alone. Leave 'network' out.`,
      );
    }
    if (typeof reach === "string") this.network.reach(reach, this.securityGroup, statements);
    else this.securityGroup.connectTo(reach.securityGroup, reach.port);
  }
}
