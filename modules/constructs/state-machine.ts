import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import { Alarm } from "./alarm";
import type { Definition } from "./asl";
import type { LambdaFunction } from "./lambda-function";
import { type PolicyStatement, sidOf } from "./policy";
import { Role } from "./role";
import { System } from "./system";
import type { Topic } from "./topic";
import { unscopable } from "./unscopable";

export interface StateMachineProps {
  readonly definition: Definition;
  /** What the tasks use. */
  readonly invokes: readonly LambdaFunction[];
  /** @default none */
  readonly publishesTo?: readonly Topic[];
  /** What its role is named after. */
  readonly rolePart: string;
}

/** A standard state machine with its own role, an encrypted log, traces, and alarms on every way to fail. */
export class StateMachine extends Construct {
  readonly resource: SfnStateMachine;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const system = System.of(this);
    const name = system.label.name(id, 80);
    // Deliveries of vended logs are listed in a policy of limited size, unless the group's name starts so.
    const logGroupName = `/aws/vendedlogs/states/${name}`;
    system.key.allowLogGroup(logGroupName);
    this.logGroup = new CloudwatchLogGroup(this, "logs", {
      name: logGroupName,
      retentionInDays: system.logRetentionInDays,
      kmsKeyId: system.key.arn,
    });
    const role = new Role(this, "role", {
      assumedBy: "states.amazonaws.com",
      description: `Runs ${name}`,
      part: props.rolePart,
    });
    role.allow({
      sid: "InvokeFunctions",
      actions: ["lambda:InvokeFunction"],
      resources: props.invokes.map((fn) => fn.alias.arn),
    });
    for (const topic of props.publishesTo ?? [])
      for (const statement of topic.publish().statements) role.allow(statement);
    role.allow(
      unscopable("DeliverLogs", [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
      ]),
    );
    role.allow(
      unscopable("WriteTraces", [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
      ]),
    );
    this.resource = new SfnStateMachine(this, "resource", {
      name,
      type: "STANDARD",
      roleArn: role.arn,
      definition: JSON.stringify(props.definition),
      loggingConfiguration: {
        level: "ALL",
        // What goes in and out names flags and services, and no secret.
        includeExecutionData: true,
        logDestination: `${this.logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [role.policy],
    });
    this.watch();
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Lets a role start executions. */
  start(): PolicyStatement {
    return { sid: sidOf("Start", this.node.id), actions: ["states:StartExecution"], resources: [this.arn] };
  }

  private watch(): void {
    const metric = (metricName: string) => ({
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: this.arn },
    });
    for (const [id, metricName, what] of [
      ["failed", "ExecutionsFailed", "failed"],
      ["timed-out", "ExecutionsTimedOut", "ran out of time"],
      ["aborted", "ExecutionsAborted", "was aborted"],
      ["throttled", "ExecutionThrottled", "was throttled"],
    ] as const) {
      new Alarm(this, id, {
        description: `An execution of ${this.node.path} ${what}: its history says at which state, and why.`,
        ...metric(metricName),
        statistic: "Sum",
        threshold: 0,
        period: 60,
      });
    }
    System.of(this).dashboard.graph(
      `${this.node.id}: executions`,
      ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed"].map(metric),
    );
  }
}
