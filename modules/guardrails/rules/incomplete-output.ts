import type { Rule } from "../rule";
import { isSet } from "../terraform-json";

export const incompleteOutput: Rule = {
  id: "incomplete-output",
  requirements: ["ALL-11"],
  check: ({ json }) =>
    Object.entries(json.output ?? {}).flatMap(([name, output]) => {
      const lacking = ["value", "description"].filter((argument) => !isSet(output[argument]));
      return lacking.length === 0
        ? []
        : [
            {
              address: `output.${name}`,
              fault: `it has no ${lacking.join(", no ")}`,
              remedy: "Give every output a value, and a description that says what it is for",
            },
          ];
    }),
};
