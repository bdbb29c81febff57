import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset, Token } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Access } from "./access";
import type { EventSource } from "./event-source";
import { type FunctionAlarms, watchFunction } from "./lambda-alarms";
import { FunctionPlacement } from "./lambda-placement";
import { liveAlias, provisionInProduction } from "./live-alias";
import type { Network } from "./network";
import type { PolicyStatement } from "./policy";
import { Role } from "./role";
import { System } from "./system";
import { unscopable } from "./unscopable";

export interface LambdaFunctionProps {
  /** `<system>/<function>`: the folder under functions/ that holds handler.ts. */
  readonly entry: string;
  /** What the function does, in a sentence. */
  readonly description: string;
  /** MB (128 to 10,240). @default 256 */
  readonly memorySize?: number;
  /** Seconds (1 to 900). @default 10 */
  readonly timeout?: number;
  /** Most invocations at once, set aside for this function: a number or a Terraform expression. @default 10 */
  readonly reservedConcurrency?: number | `\${${string}}`;
  /** Executions that are kept ready in prod, so that none starts cold. @default none */
  readonly provisionedConcurrency?: number;
  /** The network that the function stands in; without one it reaches AWS and nothing else. @default none */
  readonly network?: Network;
  /** Days that logs are kept. @default 30 in prod, 7 elsewhere */
  readonly logRetentionInDays?: number;
  /** Environment variables that are no access. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Environment variable → the access it stands for. @default none */
  readonly uses?: Readonly<Record<string, Access>>;
  /** What invokes the function. @default what names the function as its own target, such as an API */
  readonly events?: readonly EventSource[];
  /** The alarm goes off when one in twenty invocations takes longer, in milliseconds. @default 80 % of the timeout */
  readonly durationAlarm?: number;
  /** How many errors and throttles the alarms let pass. @default none within 5 minutes */
  readonly alarms?: FunctionAlarms;
  /** New versions take their share of the traffic step by step. @default false: all at once */
  readonly weightedDeployment?: boolean;
}

const RUNTIME = "nodejs22.x";

/**
 * A function with all that is its own: role, encrypted log group, tracing, reserved concurrency, dead-letter queue,
 * published versions and the alias `live` that all traffic goes through, alarms and a place on the dashboard.
 */
export class LambdaFunction extends Construct {
  readonly resource: LambdaFunctionResource;
  readonly logGroup: CloudwatchLogGroup;
  readonly alias: LambdaAlias;
  /** Seconds. */
  readonly timeout: number;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const system = System.of(this);
    const functionName = system.label.name(id);
    const bundle = system.code.bundle(props.entry);
    this.timeout = this.inRange("timeout", props.timeout ?? 10, 1, 900);
    const memorySize = this.inRange("memorySize", props.memorySize ?? 256, 128, 10240);
    const reservedConcurrency = this.concurrency(props.reservedConcurrency ?? 10);

    this.role = new Role(this, "role", {
      assumedBy: "lambda.amazonaws.com",
      description: `Runs ${functionName}`,
      part: id,
    });
    const logGroupName = `/aws/lambda/${functionName}`;
    system.key.allowLogGroup(logGroupName);
    this.logGroup = new CloudwatchLogGroup(this, "logs", {
      name: logGroupName,
      retentionInDays: props.logRetentionInDays ?? system.logRetentionInDays,
      kmsKeyId: system.key.arn,
    });
    const placement = props.network && new FunctionPlacement(this, "placement", { network: props.network, part: id });
    const asset = new TerraformAsset(this, "code", {
      path: bundle.zip,
      type: AssetType.FILE,
      assetHash: bundle.sha256,
    });
    this.resource = new LambdaFunctionResource(this, "resource", {
      functionName,
      description: props.description,
      role: this.role.arn,
      runtime: RUNTIME,
      architectures: ["arm64"],
      handler: bundle.handler,
      filename: `\${path.module}/${asset.path}`,
      // Lambda reports the hash of its code in base64; in the same form the two can be compared.
      sourceCodeHash: Buffer.from(bundle.sha256, "hex").toString("base64"),
      memorySize,
      timeout: this.timeout,
      reservedConcurrentExecutions: reservedConcurrency,
      publish: true,
      tracingConfig: { mode: "Active" },
      deadLetterConfig: { targetArn: system.deadLetterQueue.arn },
      environment: { variables: this.environment(props) },
      ...(placement && { vpcConfig: placement.vpcConfig }),
      // Lambda checks the dead-letter permission at creation, and would make the log group itself if it came first.
      dependsOn: [this.role.policy, this.logGroup],
    });
    this.alias = liveAlias(this, this.resource, props.weightedDeployment ?? false);
    if (props.provisionedConcurrency !== undefined) {
      provisionInProduction(
        this,
        this.alias,
        this.inRange("provisionedConcurrency", props.provisionedConcurrency, 1, 1000),
      );
    }

    this.allow({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${this.logGroup.arn}:*`],
    });
    this.allow(unscopable("WriteTraces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]));
    this.allowAll(system.deadLetterQueue.send().statements);
    if (placement !== undefined) this.allow(placement.statement);
    for (const access of Object.values(props.uses ?? {})) this.use(access, placement);
    for (const event of props.events ?? []) event.bind(this);
    watchFunction(this, this.resource, props.durationAlarm ?? this.timeout * 1000 * 0.8, props.alarms);
  }

  get arn(): string {
    return this.resource.arn;
  }

  get roleArn(): string {
    return this.role.arn;
  }

  /** What must exist before anything is done under the function's role. */
  get policy(): IamRolePolicy {
    return this.role.policy;
  }

  /** Grants something beyond the accesses in `uses`. */
  allow(statement: PolicyStatement): void {
    this.role.allow(statement);
  }

  allowAll(statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.allow(statement);
  }

  private use(access: Access, placement: FunctionPlacement | undefined): void {
    this.allowAll(access.statements);
    access.admit?.(this.role.arn);
    if (placement !== undefined) placement.connect(access);
    else if (typeof access.reach === "object" && "port" in access.reach) {
      throw new ConstructError(this, `${access.value} stands in a network, and this function in none. Set 'network'.`);
    }
  }

  private concurrency(given: number | string): number {
    return typeof given === "string" ? Token.asNumber(given) : this.inRange("reservedConcurrency", given, 1, 1000);
  }

  private environment(props: LambdaFunctionProps): Record<string, string> {
    const system = System.of(this);
    const uses = Object.entries(props.uses ?? {}).map(([name, access]) => [name, access.value] as const);
    const given = [...Object.entries(props.environment ?? {}), ...uses];
    const twice = given.find(([name], index) => given.findIndex(([other]) => other === name) !== index);
    if (twice !== undefined) {
      throw new ConstructError(this, `${twice[0]} is set in 'environment' and in 'uses'. Keep one of the two.`);
    }
    return {
      ENVIRONMENT: system.environment,
      POWERTOOLS_SERVICE_NAME: system.system,
      POWERTOOLS_METRICS_NAMESPACE: system.metricsNamespace,
      ...Object.fromEntries(given),
    };
  }

  private inRange(prop: string, value: number, least: number, most: number): number {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new ConstructError(this, `${prop} is ${value}. Lambda takes a whole number from ${least} to ${most}.`);
  }
}
