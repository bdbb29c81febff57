import { Token } from "cdktf";
import type { Construct } from "constructs";
import { Alarm } from "./alarm";
import { System } from "./system";

export interface SearchAlarmsProps {
  readonly domainName: string;
  /** Terraform expression of the GiB that each node has. */
  readonly volumeSize: string;
}

/** Alarms on the health of an OpenSearch domain, with the thresholds that AWS recommends, and its graphs. */
export function watchSearchDomain(scope: Construct, { domainName, volumeSize }: SearchAlarmsProps): void {
  const system = System.of(scope);
  const metric = (metricName: string) => ({
    namespace: "AWS/ES",
    metricName,
    dimensions: { DomainName: domainName, ClientId: system.account },
  });
  const { path } = scope.node;
  new Alarm(scope, "red", {
    description: `${path} has lost a shard with all its copies: some of it can't be read, and nothing can be written to it.`,
    ...metric("ClusterStatus.red"),
    statistic: "Maximum",
    threshold: 0,
    period: 60,
  });
  new Alarm(scope, "writes-blocked", {
    description: `${path} refuses writes: its nodes are out of storage or memory. What is to be written waits in its queue.`,
    ...metric("ClusterIndexWritesBlocked"),
    statistic: "Maximum",
    threshold: 0,
  });
  new Alarm(scope, "storage", {
    description: `${path} has a node with less than a quarter of its storage left. Give it a larger volume, or keep less.`,
    ...metric("FreeStorageSpace"), // MiB
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: Token.asNumber(`\${${volumeSize} * 1024 / 4}`),
    period: 60,
  });
  new Alarm(scope, "memory", {
    description: `${path} runs out of heap: it will drop requests, and then nodes. Take a larger instance type.`,
    ...metric("JVMMemoryPressure"), // %
    statistic: "Maximum",
    threshold: 95,
    period: 60,
    evaluationPeriods: 3,
  });
  new Alarm(scope, "cpu", {
    description: `${path} has been busy for three quarters of an hour. Take a larger instance type, or search less.`,
    ...metric("CPUUtilization"), // %
    statistic: "Average",
    threshold: 80,
    period: 900,
    evaluationPeriods: 3,
  });
  const { dashboard } = system;
  const name = scope.node.id;
  dashboard.graph(`${name}: load (%)`, [
    { ...metric("CPUUtilization"), statistic: "Maximum" },
    { ...metric("JVMMemoryPressure"), statistic: "Maximum" },
  ]);
  dashboard.graph(`${name}: free storage (MiB)`, [{ ...metric("FreeStorageSpace"), statistic: "Minimum" }]);
  dashboard.graph(`${name}: latency (ms)`, [
    { ...metric("IndexingLatency"), statistic: "Average" },
    { ...metric("SearchLatency"), statistic: "Average" },
  ]);
}
