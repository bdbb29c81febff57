import { lambdaFunctionsIn } from "../lambda-functions";
import type { Finding, Rule } from "../rule";

export const functionWithoutOwnLogGroup: Rule = {
  id: "function-without-own-log-group",
  requirements: ["ALL-05"],
  check: (stack) => {
    const writers = new Map<string, string>();
    return lambdaFunctionsIn(stack).flatMap(({ block, logGroup }): readonly Finding[] => {
      if (logGroup === undefined) {
        return [
          {
            address: block.address,
            fault: "no aws_cloudwatch_log_group in this stack is its own, so that Lambda makes one which never expires",
            remedy: "Add one named /aws/lambda/<function_name>, or name it in logging_config.log_group",
          },
        ];
      }
      const writer = writers.get(logGroup.address);
      writers.set(logGroup.address, writer ?? block.address);
      return writer === undefined
        ? []
        : [
            {
              address: block.address,
              fault: `its log group ${logGroup.address} belongs to ${writer}`,
              remedy: "Give every function a log group of its own",
            },
          ];
    });
  },
};
