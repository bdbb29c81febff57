import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { EndpointService } from "./access";
import { GATEWAY_SERVICES, NetworkEndpoint } from "./network-endpoint";
import type { PolicyStatement } from "./policy";
import type { SecurityGroup } from "./security-group";
import { System } from "./system";
import { Variable } from "./variable";

/** Two zones: one may fail. */
const ZONES = 2;

/**
 * A private network in two availability zones, with no way in from or out to the internet. What stands in it reaches
 * AWS through endpoints, of which there is one for each service that is used.
 */
export class Network extends Construct {
  readonly resource: Vpc;
  readonly subnetIds: readonly string[];
  private readonly routeTable: RouteTable;
  private readonly endpoints = new Map<EndpointService, NetworkEndpoint>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const system = System.of(this);
    const cidr = new Variable(system, "vpc_cidr", {
      type: "string",
      description: "Addresses of the system's network. Choose others where it is peered with a network that has these.",
      default: "10.42.0.0/16",
      validation: [
        {
          condition: 'can(cidrsubnet(var.vpc_cidr, 4, 1)) && can(regex("/(1[6-9]|2[0-4])$", var.vpc_cidr))',
          errorMessage: "The vpc_cidr must be an IPv4 range from /16 to /24, such as 10.42.0.0/16.",
        },
      ],
    }).stringValue;
    this.resource = new Vpc(this, "resource", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      // Interface endpoints answer under the services' own names.
      enableDnsHostnames: true,
    });
    // AWS's own lets everything in it talk to everything: without rules nothing can stand in it by mistake.
    new DefaultSecurityGroup(this, "default-group", { vpcId: this.resource.id });
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      // Local Zones and Wavelength Zones have no ElastiCache.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    this.routeTable = new RouteTable(this, "routes", { vpcId: this.resource.id });
    this.subnetIds = Array.from({ length: ZONES }, (_, index) => {
      const subnet = new Subnet(this, `private-${index + 1}`, {
        vpcId: this.resource.id,
        cidrBlock: `\${cidrsubnet(var.vpc_cidr, 4, ${index})}`,
        availabilityZone: `\${${zones.fqn}.names[${index}]}`,
      });
      new RouteTableAssociation(this, `private-${index + 1}-routes`, {
        subnetId: subnet.id,
        routeTableId: this.routeTable.id,
      });
      return subnet.id;
    });
  }

  get vpcId(): string {
    return this.resource.id;
  }

  /** Lets what stands in a security group call a service, for exactly what the statements grant of it. */
  reach(service: EndpointService, from: SecurityGroup, statements: readonly PolicyStatement[]): void {
    const endpoint = this.endpoints.get(service) ?? this.addEndpoint(service);
    endpoint.allow(from, statements);
  }

  private addEndpoint(service: EndpointService): NetworkEndpoint {
    const endpoint = new NetworkEndpoint(this, service, {
      service,
      vpcId: this.vpcId,
      ...(GATEWAY_SERVICES.has(service) ? { routeTableIds: [this.routeTable.id] } : { subnetIds: this.subnetIds }),
    });
    this.endpoints.set(service, endpoint);
    return endpoint;
  }
}
