import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { System } from "./system";

/** One line of a graph. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default "Sum" */
  readonly statistic?: string;
}

/** Metrics that are found when the dashboard is looked at, for what is many. */
export interface MetricSearch {
  readonly namespace: string;
  readonly dimension: string;
  readonly metricName: string;
  /** Words that the dimension's value holds. */
  readonly text: string;
  readonly statistic: string;
}

/** CloudWatch's grid is 24 columns wide. */
const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;

/** The system's dashboard: a row for each part, filled by the parts themselves in the order they are made. */
export class Dashboard extends Construct {
  readonly resource: CloudwatchDashboard;
  private readonly graphs: { readonly title: string; readonly metrics: readonly unknown[] }[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "resource", {
      dashboardName: System.of(this).label.name("overview", 255),
      dashboardBody: Lazy.stringValue({ produce: () => this.body() }),
    });
  }

  graph(title: string, metrics: readonly Metric[]): void {
    this.graphs.push({
      title,
      metrics: metrics.map(({ namespace, metricName, dimensions, statistic }) => [
        namespace,
        metricName,
        ...Object.entries(dimensions).flat(),
        { stat: statistic ?? "Sum" },
      ]),
    });
  }

  /** A line for each metric that the search finds. */
  search(title: string, { namespace, dimension, metricName, text, statistic }: MetricSearch): void {
    const found = `{${namespace},${dimension}} MetricName="${metricName}" ${text}`;
    this.graphs.push({ title, metrics: [[{ expression: `SEARCH('${found}', '${statistic}', 60)` }]] });
  }

  private body(): string {
    const region = System.of(this).region;
    return JSON.stringify({
      widgets: this.graphs.map(({ title, metrics }, index) => ({
        type: "metric",
        x: (index % COLUMNS) * WIDTH,
        y: Math.floor(index / COLUMNS) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
        properties: {
          title,
          region,
          view: "timeSeries",
          period: 60,
          metrics,
        },
      })),
    });
  }
}
