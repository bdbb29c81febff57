import type { Rule } from "../rule";

const STANDARD_DEFAULTS: Readonly<Record<string, string>> = {
  environment: "dev",
  cost_center: "engineering",
  owner: "platform-team",
};

export const missingStandardVariable: Rule = {
  id: "missing-standard-variable",
  requirements: ["ALL-02"],
  check: ({ json }) =>
    Object.entries(STANDARD_DEFAULTS).flatMap(([name, expected]) => {
      const variable = json.variable?.[name];
      if (variable?.type === "string" && variable.default === expected) {
        return [];
      }
      const given = variable === undefined ? "is missing" : `has the default ${JSON.stringify(variable.default)}`;
      return [
        {
          address: `variable.${name}`,
          fault: `the standard variable ${given}`,
          remedy: `Declare it as a string with the default "${expected}"`,
        },
      ];
    }),
};
