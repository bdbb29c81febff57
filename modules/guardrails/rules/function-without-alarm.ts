import { isWatched } from "../metric-alarms";
import type { Rule } from "../rule";

const METRICS = ["Errors", "Throttles", "Duration"];

export const functionWithoutAlarm: Rule = {
  id: "function-without-alarm",
  requirements: ["ALL-10"],
  check: (stack) =>
    stack.resources("aws_lambda_function").flatMap((block) => {
      const unwatched = METRICS.filter(
        (metric) =>
          !isWatched(stack, block, "function_name", { namespace: "AWS/Lambda", metric, dimension: "FunctionName" }),
      );
      return unwatched.length === 0
        ? []
        : [
            {
              address: block.address,
              fault: `no alarm watches its ${unwatched.join(", ")}`,
              remedy: "Add an aws_cloudwatch_metric_alarm in AWS/Lambda whose FunctionName is this function's",
            },
          ];
    }),
};
