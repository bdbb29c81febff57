import type { Rule } from "../rule";
import { text } from "../terraform-json";

/** The newest runtime that provider 5.x knows and AWS still supports. */
const RUNTIME = "nodejs22.x";

export const otherRuntime: Rule = {
  id: "other-runtime",
  requirements: ["ALL-06"],
  check: (stack) =>
    stack
      .resources("aws_lambda_function")
      .filter(({ attributes }) => attributes.runtime !== RUNTIME)
      .map(({ address, attributes }) => ({
        address,
        fault: `its runtime is '${text(attributes.runtime)}', but its code is built for ${RUNTIME}`,
        remedy: `Set runtime = "${RUNTIME}"`,
      })),
};
