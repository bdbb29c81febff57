import type { Access } from "./access";
import type { System } from "./system";

/**
 * Lets a function look at a metric alarm of this account and Region; its environment variable holds the alarm's name.
 *
 * @param name a Terraform expression; where it is empty, nothing is let through to
 */
export function watchAlarm(system: System, name: string): Access {
  return {
    value: name,
    statements: [
      {
        sid: "WatchAlarm",
        actions: ["cloudwatch:DescribeAlarms"],
        resources: [system.arn("cloudwatch", `alarm:${name}`)],
      },
    ],
    reach: "monitoring",
  };
}
