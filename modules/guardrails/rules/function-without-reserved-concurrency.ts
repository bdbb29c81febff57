import type { Rule } from "../rule";
import { isSet, text } from "../terraform-json";

export const functionWithoutReservedConcurrency: Rule = {
  id: "function-without-reserved-concurrency",
  requirements: ["ALL-05"],
  check: (stack) =>
    stack
      .resources("aws_lambda_function")
      .filter(
        ({ attributes: { reserved_concurrent_executions: reserved } }) => !isSet(reserved) || text(reserved) === "-1",
      )
      .map(({ address }) => ({
        address,
        fault: "it reserves no concurrency, so that it can starve every other function of the account, and they it",
        remedy: "Set reserved_concurrent_executions",
      })),
};
