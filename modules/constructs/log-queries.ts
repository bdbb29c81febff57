import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Access } from "./access";
import { unscopable } from "./unscopable";

/** Lets a function search log groups with Logs Insights; its environment variable holds their names, joined by commas. */
export function queryLogs(groups: readonly CloudwatchLogGroup[]): Access {
  return {
    value: groups.map(({ name }) => name).join(","),
    statements: [
      { sid: "QueryLogs", actions: ["logs:StartQuery"], resources: groups.map(({ arn }) => `${arn}:*`) },
      unscopable("FollowQueries", ["logs:GetQueryResults", "logs:StopQuery"]),
    ],
    reach: "logs",
  };
}
