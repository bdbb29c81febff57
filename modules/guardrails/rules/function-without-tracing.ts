import type { Rule } from "../rule";
import { firstNested } from "../terraform-json";

export const functionWithoutTracing: Rule = {
  id: "function-without-tracing",
  requirements: ["ALL-05"],
  check: (stack) =>
    stack
      .resources("aws_lambda_function")
      .filter(({ attributes }) => firstNested(attributes.tracing_config).mode !== "Active")
      .map(({ address }) => ({
        address,
        fault: "it sends no traces to X-Ray",
        remedy: 'Set tracing_config { mode = "Active" }',
      })),
};
