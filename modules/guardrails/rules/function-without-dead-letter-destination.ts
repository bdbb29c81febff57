import { lambdaFunctionsIn } from "../lambda-functions";
import type { Rule } from "../rule";

export const functionWithoutDeadLetterDestination: Rule = {
  id: "function-without-dead-letter-destination",
  requirements: ["ALL-05"],
  check: (stack) =>
    lambdaFunctionsIn(stack)
      .filter(({ asynchronousFailures }) => asynchronousFailures.length === 0)
      .map(({ block }) => ({
        address: block.address,
        fault: "asynchronous events that it fails on are lost",
        remedy: "Set dead_letter_config.target_arn, or on_failure in an aws_lambda_function_event_invoke_config",
      })),
};
