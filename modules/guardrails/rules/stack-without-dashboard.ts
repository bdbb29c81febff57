import type { Rule } from "../rule";

export const stackWithoutDashboard: Rule = {
  id: "stack-without-dashboard",
  requirements: ["ALL-10"],
  check: (stack) =>
    stack.resources("aws_cloudwatch_dashboard").length > 0
      ? []
      : [
          {
            address: "aws_cloudwatch_dashboard",
            fault: "the stack has no dashboard",
            remedy: "Add an aws_cloudwatch_dashboard that shows what its alarms watch",
          },
        ],
};
