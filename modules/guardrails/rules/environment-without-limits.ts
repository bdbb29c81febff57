import { ENVIRONMENT_PATTERN } from "../environment-name";
import type { Rule } from "../rule";
import { nested, text } from "../terraform-json";

export const environmentWithoutLimits: Rule = {
  id: "environment-without-limits",
  requirements: ["ALL-02", "ALL-03"],
  check: ({ json }) =>
    nested(json.variable?.environment?.validation).some(({ condition }) =>
      text(condition).includes(ENVIRONMENT_PATTERN),
    )
      ? []
      : [
          {
            address: "variable.environment",
            fault: "no validation keeps it short enough for the names that carry it",
            remedy: `Add one whose condition is \${can(regex("${ENVIRONMENT_PATTERN}", var.environment))}`,
          },
        ],
};
