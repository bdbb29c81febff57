import type { Rule } from "../rule";
import { type Attributes, isSet, isTrue } from "../terraform-json";

export const incompleteVariable: Rule = {
  id: "incomplete-variable",
  requirements: ["ALL-02"],
  check: ({ json }) =>
    Object.entries(json.variable ?? {}).flatMap(([name, variable]) => {
      const lacking = lackingIn(variable);
      return lacking.length === 0
        ? []
        : [
            {
              address: `variable.${name}`,
              fault: `it has no ${lacking.join(", no ")}`,
              remedy: "Give every variable a type, a description and a default, so that terraform plan needs no -var",
            },
          ];
    }),
};

function lackingIn(variable: Attributes): readonly string[] {
  const lacking = ["type", "description"].filter((argument) => !isSet(variable[argument]));
  return hasDefault(variable) ? lacking : [...lacking, "default"];
}

/** Null says 'not given', which a reader can only rely on where the variable says that it may be. */
function hasDefault(variable: Attributes): boolean {
  return variable.default === null ? isTrue(variable.nullable) : variable.default !== undefined;
}
