import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { EventSource } from "./event-source";
import type { LambdaFunction } from "./lambda-function";
import { System } from "./system";

export interface ScheduleProps {
  /** Such as `rate(1 minute)`. */
  readonly expression: string;
  readonly description: string;
}

/** The clock → function, for what is only worth doing at its time: what is late, or fails, waits for the next time. */
export class Schedule implements EventSource {
  constructor(private readonly props: ScheduleProps) {}

  bind(fn: LambdaFunction): void {
    const scope = new Construct(fn, "schedule");
    const rule = new CloudwatchEventRule(scope, "rule", {
      name: System.of(fn).label.name(fn.node.id),
      description: this.props.description,
      scheduleExpression: this.props.expression,
    });
    const permission = new LambdaPermission(scope, "permission", {
      statementId: "schedule",
      action: "lambda:InvokeFunction",
      functionName: fn.resource.functionName,
      qualifier: fn.alias.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(scope, "target", {
      rule: rule.name,
      arn: fn.alias.arn,
      retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      dependsOn: [permission],
    });
  }
}
