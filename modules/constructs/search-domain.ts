import { OpensearchDomain } from "@cdktf/provider-aws/lib/opensearch-domain";
import { Lazy, type TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Access } from "./access";
import type { Network } from "./network";
import { type Count, onlyWhere } from "./only-where";
import { policyJson, sidOf } from "./policy";
import { watchSearchDomain } from "./search-alarms";
import { SearchLogs } from "./search-logs";
import { SearchSignIn } from "./search-sign-in";
import { searchVariables } from "./search-variables";
import { SecurityGroup } from "./security-group";
import { System } from "./system";

export interface SearchDomainProps {
  readonly network: Network;
  /** What its name and its variables are named after, such as `audit`. */
  readonly part: string;
}

/** The port of every domain. */
const HTTPS = 443;

/**
 * An OpenSearch Service domain within the system's network: encrypted at rest, between its nodes and on the way to it,
 * with fine-grained access control, sign-in to Dashboards by Cognito and logs of its own. Its group is open to nobody
 * but who is given an access, and no password opens it.
 *
 * The variable `<part>_endpoint` names an OpenSearch that is there already: then none of this is made.
 */
export class SearchDomain extends Construct {
  readonly resource: OpensearchDomain;
  readonly signIn: SearchSignIn;
  /** Terraform expression of the base URL. */
  readonly endpoint: string;
  /** By name: policies must not depend on whether there is a domain. */
  readonly arn: string;
  /** Terraform expression, without `${}` around it, of whether there is a domain of the system's own. */
  readonly isMade: string;
  private readonly securityGroup: SecurityGroup;
  private masterUserArn: string | undefined;

  constructor(scope: Construct, id: string, { network, part }: SearchDomainProps) {
    super(scope, id);
    const system = System.of(this);
    const { instanceType, volumeSize } = searchVariables(this, part);
    this.isMade = `var.${part}_endpoint == ""`;
    const count: Count = `\${${this.isMade} ? 1 : 0}`;
    const domainName = system.label.name(part, 28);
    this.arn = system.arn("es", `domain/${domainName}`);
    this.securityGroup = new SecurityGroup(this, "group", {
      vpcId: network.vpcId,
      description: `The search domain ${part}`,
      part: `${part}-search`,
      count,
    });
    const logs = new SearchLogs(this, "logs", { domainName, domainArn: this.arn, part });
    this.signIn = new SearchSignIn(this, "sign-in", { part });
    this.resource = new OpensearchDomain(this, "resource", {
      domainName,
      engineVersion: "OpenSearch_2.19",
      clusterConfig: { instanceType: `\${${instanceType}}` },
      ebsOptions: {
        ebsEnabled: true,
        volumeType: "gp3",
        volumeSize: Token.asNumber(`\${${volumeSize}}`),
        iops: 3000,
        throughput: 125, // MiB a second
      },
      vpcOptions: { securityGroupIds: [this.securityGroup.id] },
      encryptAtRest: { enabled: true, kmsKeyId: system.key.arn },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      advancedSecurityOptions: {
        enabled: true,
        internalUserDatabaseEnabled: false,
        masterUserOptions: { masterUserArn: Lazy.stringValue({ produce: () => this.masterUser() }) },
      },
      cognitoOptions: this.signIn.options,
      // Functions are granted what they do by their own policies; people have none, and sign in to this domain alone.
      accessPolicies: policyJson([
        {
          sid: "AllowPeople",
          principal: { aws: this.signIn.people.arn },
          actions: ["es:ESHttpGet", "es:ESHttpPost"],
          resources: [`${this.arn}/*`],
        },
      ]),
      logPublishingOptions: [...logs.options],
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
      offPeakWindowOptions: { enabled: true },
      dependsOn: [logs.policy, ...this.signIn.dependencies],
    });
    this.sizeByEnvironment(network, instanceType);
    watchSearchDomain(this, { domainName, volumeSize });
    onlyWhere(this, count);
    this.endpoint = system.local(
      `${part}_endpoint`,
      `\${${this.isMade} ? "https://\${${orNothing(this.resource, "endpoint")}}" : var.${part}_endpoint}`,
    ).asString;
  }

  /** Terraform expression; empty where there is no domain of the system's own. */
  get dashboardsUrl(): string {
    return `\${${this.isMade} ? "https://\${${orNothing(this.resource, "dashboard_endpoint")}}" : ""}`;
  }

  /** Terraform expression; empty where there is no domain of the system's own. */
  get userPoolId(): string {
    return `\${${orNothing(this.signIn.users, "id")}}`;
  }

  /** Lets a function write documents, in bulk; its environment variable holds the base URL, as with all accesses. */
  write(): Access {
    return this.access("WriteTo", ["es:ESHttpPost"], "_bulk");
  }

  /** Lets a function search indices, such as `events-*`, with the search in the query of a GET. */
  read(indices: string): Access {
    return this.access("Search", ["es:ESHttpGet"], `${indices}/_search`);
  }

  /** Lets one function set the domain up: it is the master user of the domain's own access control. */
  administer(): Access {
    return {
      ...this.access("Administer", ["es:ESHttpGet", "es:ESHttpPut", "es:ESHttpPost"], "*"),
      admit: (roleArn) => {
        if (this.masterUserArn !== undefined) {
          throw new ConstructError(this, "administer() is given twice. A domain has one master user: take one out.");
        }
        this.masterUserArn = roleArn;
      },
    };
  }

  private access(verb: string, actions: readonly string[], path: string): Access {
    return {
      value: this.endpoint,
      statements: [{ sid: sidOf(verb, this.node.id), actions, resources: [`${this.arn}/${path}`] }],
      reach: { securityGroup: this.securityGroup, port: HTTPS },
    };
  }

  private masterUser(): string {
    if (this.masterUserArn !== undefined) return this.masterUserArn;
    throw new ConstructError(this, "Nobody administers this domain. Give a function its administer().");
  }

  /**
   * Prod survives the loss of a zone. It has no dedicated master nodes: they would more than double the price of two data
   * nodes, and what they hasten, the recovery of the cluster, is waited for in a queue.
   */
  private sizeByEnvironment(network: Network, instanceType: string): void {
    const [first, second] = network.subnetIds;
    this.resource.addOverride("cluster_config.instance_count", "${local.is_production ? 2 : 1}");
    this.resource.addOverride("cluster_config.zone_awareness_enabled", System.of(this).isProduction);
    this.resource.addOverride(
      "vpc_options.subnet_ids",
      `\${slice([${first}, ${second}], 0, local.is_production ? 2 : 1)}`,
    );
    // Burstable types refuse even to hear that they are not to be tuned.
    this.resource.addOverride("dynamic.auto_tune_options", {
      for_each: `\${startswith(${instanceType}, "t") ? [] : [1]}`,
      content: { desired_state: "ENABLED", rollback_on_disable: "NO_ROLLBACK" },
    });
  }
}

/** A Terraform expression, without `${}` around it, of an attribute of what may not be there: then it is empty. */
function orNothing({ terraformResourceType, friendlyUniqueId }: TerraformResource, attribute: string): string {
  return `join("", ${terraformResourceType}.${friendlyUniqueId}[*].${attribute})`;
}
