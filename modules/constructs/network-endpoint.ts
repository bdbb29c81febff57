import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { EndpointService } from "./access";
import { joined, type PolicyStatement, policyJson, sidOf } from "./policy";
import { SecurityGroup } from "./security-group";
import { System } from "./system";

/** These have an endpoint that is a route; they cost nothing. */
export const GATEWAY_SERVICES: ReadonlySet<EndpointService> = new Set(["dynamodb", "s3"]);

export interface NetworkEndpointProps {
  readonly service: EndpointService;
  readonly vpcId: string;
  /** For a gateway endpoint. */
  readonly routeTableIds?: readonly string[];
  /** For an interface endpoint. */
  readonly subnetIds?: readonly string[];
}

/** An AWS service inside a network, open to the groups that use it, for what they use of it and this account alone. */
export class NetworkEndpoint extends Construct {
  private readonly resource: VpcEndpoint;
  private readonly service: EndpointService;
  private readonly securityGroup: SecurityGroup | undefined;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: NetworkEndpointProps) {
    super(scope, id);
    const system = System.of(this);
    this.service = props.service;
    if (props.subnetIds !== undefined) {
      this.securityGroup = new SecurityGroup(this, "group", {
        vpcId: props.vpcId,
        description: `The endpoint of ${props.service}`,
        part: `${props.service}-endpoint`,
      });
    }
    this.resource = new VpcEndpoint(this, "resource", {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${system.region}.${props.service}`,
      vpcEndpointType: props.subnetIds === undefined ? "Gateway" : "Interface",
      policy: Lazy.stringValue({ produce: (context) => policyJson(joined(context.resolve(this.statements))) }),
      ...(props.routeTableIds && { routeTableIds: [...props.routeTableIds] }),
      ...(props.subnetIds && { subnetIds: [...props.subnetIds], privateDnsEnabled: true }),
      ...(this.securityGroup && { securityGroupIds: [this.securityGroup.id] }),
    });
  }

  /** Opens the endpoint to a group, for what the statements grant of the service. */
  allow(from: SecurityGroup, statements: readonly PolicyStatement[]): void {
    if (this.securityGroup === undefined) from.connectToGateway(this.service, this.resource.prefixListId);
    else from.connectTo(this.securityGroup, 443);
    for (const { actions, resources } of statements) {
      const own = actions.filter((action) => action.startsWith(`${this.service}:`));
      if (own.length > 0) this.statements.push(this.statement(own, resources));
    }
  }

  private statement(actions: readonly string[], resources: readonly string[]): PolicyStatement {
    return {
      sid: sidOf("Use", this.service),
      principal: "*",
      actions,
      resources,
      conditions: { StringEquals: { "aws:PrincipalAccount": System.of(this).account } },
    };
  }
}
