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

/** CloudWatch's grid is 24 columns wide. */
const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;

/** The system's dashboard: a row for each part, filled by the parts themselves in the order they are made. */
export class Dashboard extends Construct {
  readonly resource: CloudwatchDashboard;
  private readonly graphs: { readonly title: string; readonly metrics: readonly Metric[] }[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "resource", {
      dashboardName: System.of(this).label.name("overview", 255),
      dashboardBody: Lazy.stringValue({ produce: () => this.body() }),
    });
  }

  graph(title: string, metrics: readonly Metric[]): void {
    this.graphs.push({ title, metrics });
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
          metrics: metrics.map(({ namespace, metricName, dimensions, statistic }) => [
            namespace,
            metricName,
            ...Object.entries(dimensions).flat(),
            { stat: statistic ?? "Sum" },
          ]),
        },
      })),
    });
  }
}
