import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Access } from "./access";
import { Alarm } from "./alarm";
import type { Network } from "./network";
import { Secret } from "./secret";
import { SecurityGroup } from "./security-group";
import { System } from "./system";
import { Variable } from "./variable";

export interface RedisCacheProps {
  readonly network: Network;
}

const PARAMETERS = {
  // Connections that functions keep between invocations; a dead peer is found in a minute (seconds).
  "tcp-keepalive": "60",
  // What is in the cache was put there to be read: a full cache refuses writes, which an alarm tells before.
  "maxmemory-policy": "noeviction",
} as const;

/**
 * Redis on ElastiCache: TLS and a token on every connection, encrypted at rest, with a replica that takes over in prod.
 * Its group is open to nobody but who is given `connect()`.
 */
export class RedisCache extends Construct {
  readonly resource: ElasticacheReplicationGroup;
  readonly securityGroup: SecurityGroup;
  private readonly port: number;
  private readonly token: Secret;

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const system = System.of(this);
    const nodeType = new Variable(system, `${id}_node_type`, {
      type: "string",
      description: "Instance type of the Redis nodes.",
      default: "cache.t4g.small",
      validation: [
        {
          condition: `can(regex("^cache\\\\.[a-z0-9]+\\\\.[a-z0-9]+$", var.${id}_node_type))`,
          errorMessage: `The ${id}_node_type must be a type of ElastiCache node, such as cache.m7g.large.`,
        },
      ],
    }).stringValue;
    this.port = new Variable(system, `${id}_port`, {
      type: "number",
      description: "Port that Redis answers on.",
      default: 6379,
      validation: [
        {
          condition: `var.${id}_port >= 1024 && var.${id}_port <= 65535`,
          errorMessage: `The ${id}_port must be a port from 1024 to 65535.`,
        },
      ],
    }).numberValue;
    this.token = new Secret(this, "token", {
      description: `Token of ${system.system}'s Redis`,
      variable: `${id}_auth_token`,
    });
    this.securityGroup = new SecurityGroup(this, "group", {
      vpcId: props.network.vpcId,
      description: "Redis",
      part: id,
    });
    const subnets = new ElasticacheSubnetGroup(this, "subnets", {
      name: system.label.name(id, 255),
      description: `Where ${system.system}'s Redis stands`,
      subnetIds: [...props.network.subnetIds],
    });
    const parameters = new ElasticacheParameterGroup(this, "parameters", {
      name: system.label.name(id, 255),
      description: `How ${system.system}'s Redis is set`,
      family: "redis7",
      parameter: Object.entries(PARAMETERS).map(([name, value]) => ({ name, value })),
    });
    this.resource = new ElasticacheReplicationGroup(this, "resource", {
      replicationGroupId: system.label.name(id, 40),
      description: `Flags of each service, as ${system.system} propagated them`,
      engine: "redis",
      engineVersion: "7.1",
      nodeType,
      port: this.port,
      parameterGroupName: parameters.name,
      subnetGroupName: subnets.name,
      securityGroupIds: [this.securityGroup.id],
      atRestEncryptionEnabled: "true",
      kmsKeyId: system.key.arn,
      transitEncryptionEnabled: true,
      authToken: this.token.value,
      // A new token is taken beside the old one, so that nobody is refused while functions still hold it.
      authTokenUpdateStrategy: "ROTATE",
      applyImmediately: true,
    });
    // One node is enough to try things; prod survives the loss of one.
    this.resource.addOverride("num_cache_clusters", "${local.is_production ? 2 : 1}");
    this.resource.addOverride("automatic_failover_enabled", system.isProduction);
    this.resource.addOverride("multi_az_enabled", system.isProduction);
    this.resource.addOverride("snapshot_retention_limit", "${local.is_production ? 7 : 0}");
    this.watch();
  }

  /** Lets a function connect; its environment variable holds the URL, without the token. */
  connect(): Access {
    return {
      value: `rediss://${this.resource.primaryEndpointAddress}:${Token.asString(this.port)}`,
      statements: [],
      reach: { securityGroup: this.securityGroup, port: this.port },
    };
  }

  /** Lets a function read the token; its environment variable holds the secret's ARN. */
  authToken(): Access {
    return this.token.read();
  }

  get authSecretArn(): string {
    return this.token.arn;
  }

  private watch(): void {
    const metric = (metricName: string) => ({
      namespace: "AWS/ElastiCache",
      metricName,
      dimensions: { ReplicationGroupId: this.resource.replicationGroupId },
    });
    new Alarm(this, "memory", {
      description: `${this.node.path} fills up: at 100 % it refuses writes and no flag arrives. Take a larger node type.`,
      ...metric("DatabaseMemoryUsagePercentage"),
      statistic: "Maximum",
      threshold: 80,
    });
    new Alarm(this, "cpu", {
      description: `${this.node.path} is busy: commands wait for one another.`,
      ...metric("EngineCPUUtilization"),
      statistic: "Maximum",
      threshold: 80,
    });
    const { dashboard } = System.of(this);
    dashboard.graph(`${this.node.id}: load (%)`, [
      { ...metric("EngineCPUUtilization"), statistic: "Maximum" },
      { ...metric("DatabaseMemoryUsagePercentage"), statistic: "Maximum" },
    ]);
    dashboard.graph(`${this.node.id}: connections`, [{ ...metric("CurrConnections"), statistic: "Maximum" }]);
  }
}
