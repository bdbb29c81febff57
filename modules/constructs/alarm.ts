import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { System } from "./system";

export interface AlarmProps {
  /** What the one who is woken reads first. */
  readonly description: string;
  /** Such as `AWS/Lambda`. */
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  /** `Sum`, `Maximum`, or a percentile such as `p95`. */
  readonly statistic: "Sum" | "Minimum" | "Maximum" | "Average" | `p${number}`;
  /** The alarm goes off above this value. */
  readonly threshold: number;
  /** Or below it. @default "GreaterThanThreshold" */
  readonly comparisonOperator?: "GreaterThanThreshold" | "LessThanThreshold";
  /** Seconds. @default 300 */
  readonly period?: number;
  /** Periods looked at. @default 1 */
  readonly evaluationPeriods?: number;
  /** `breaching` where what is measured has to be there. @default "notBreaching": no traffic is no fault */
  readonly treatMissingData?: "notBreaching" | "breaching";
}

/** An alarm that notifies the system's alarm topic, both when it goes off and when it is over. */
export class Alarm extends Construct {
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const system = System.of(this);
    const part = this.node.scopes
      .slice(system.node.scopes.length)
      .map((parent) => parent.node.id)
      .join("-");
    this.resource = new CloudwatchMetricAlarm(this, "resource", {
      alarmName: system.label.name(part, 255),
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metricName,
      dimensions: props.dimensions,
      ...(props.statistic.startsWith("p") ? { extendedStatistic: props.statistic } : { statistic: props.statistic }),
      comparisonOperator: props.comparisonOperator ?? "GreaterThanThreshold",
      threshold: props.threshold,
      period: props.period ?? 300,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      treatMissingData: props.treatMissingData ?? "notBreaching",
      alarmActions: [system.alarmTopic.arn],
      okActions: [system.alarmTopic.arn],
    });
  }
}
