import { Alarm } from "../../constructs/alarm";
import { LambdaFunction } from "../../constructs/lambda-function";
import type { ReplicaRegion } from "../../constructs/replica-region";
import { Schedule } from "../../constructs/schedule";
import type { Table } from "../../constructs/table";
import type { SystemStack } from "../system-stack";

export interface ReplicationProps {
  readonly flags: Table;
  readonly replica: ReplicaRegion;
}

/** Half a second is usual; a replica that is further behind than this serves reads that are too old. Milliseconds. */
const MOST_LAG = 3_000;

/** How far the other Region is behind: measured by a heartbeat each minute, and by DynamoDB itself where there are writes. */
export class Replication {
  readonly probe: LambdaFunction;

  constructor(stack: SystemStack, { flags, replica }: ReplicationProps) {
    this.probe = new LambdaFunction(stack, "replication-probe", {
      entry: "flag-propagation/replication-probe",
      description: "Measures how long a write takes to the replica of the flags table",
      timeout: 45,
      reservedConcurrency: 1,
      uses: {
        FLAGS_TABLE: flags.allow("dynamodb:UpdateItem"),
        REPLICA_TABLE_ARN: flags.readReplica(replica, "dynamodb:GetItem"),
      },
      events: [
        new Schedule({
          expression: "rate(1 minute)",
          description: "Measures how far the replica of the flags table is behind",
        }),
      ],
    });
    const measured = {
      namespace: stack.metricsNamespace,
      dimensions: { service: stack.system, environment: stack.environment },
    };
    const lag = { ...measured, metricName: "ReplicationLag" };
    const latency = {
      namespace: "AWS/DynamoDB",
      metricName: "ReplicationLatency",
      dimensions: { TableName: flags.name, ReceivingRegion: replica.region },
    };
    new Alarm(this.probe, "lag", {
      description: `Writes take over ${MOST_LAG} ms to ${replica.region}, or do not come there at all, for three minutes.`,
      ...lag,
      statistic: "Maximum",
      threshold: MOST_LAG,
      period: 60,
      evaluationPeriods: 3,
      // A heartbeat that never arrived has no lag.
      treatMissingData: "breaching",
    });
    new Alarm(this.probe, "latency", {
      description: `DynamoDB says that it takes over ${MOST_LAG} ms to replicate to ${replica.region}.`,
      ...latency,
      statistic: "Average",
      threshold: MOST_LAG,
      period: 60,
      evaluationPeriods: 3,
    });
    stack.dashboard.graph("replication: lag (ms), 500 expected, 3,000 at most", [
      { ...lag, statistic: "p50" },
      { ...lag, statistic: "Maximum" },
      { ...latency, statistic: "Average" },
    ]);
    stack.dashboard.graph("replication: heartbeats missing, reads of the replica", [
      { ...measured, metricName: "ReplicationMissing" },
      { ...measured, metricName: "FallbackReads" },
    ]);
  }
}
