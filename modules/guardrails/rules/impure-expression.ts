import { expressionsIn, stringsIn } from "../expressions";
import type { Finding, Rule } from "../rule";

/** Terraform's functions that answer differently each time. */
const IMPURE_CALL = /(?<![\w.])(?:bcrypt|plantimestamp|timestamp|uuid)\s*\(/;

export const impureExpression: Rule = {
  id: "impure-expression",
  requirements: ["ALL-07"],
  check: (stack) => {
    const { variable = {}, output = {}, locals = {}, provider = {} } = stack.json;
    return [
      ...stack.allResources().flatMap(({ address, attributes }) => impureIn(address, attributes)),
      ...stack.dataSources().flatMap(({ address, attributes }) => impureIn(address, attributes)),
      ...Object.entries(variable).flatMap(([name, block]) => impureIn(`variable.${name}`, block)),
      ...Object.entries(output).flatMap(([name, block]) => impureIn(`output.${name}`, block)),
      ...Object.entries(locals).flatMap(([name, value]) => impureIn(`local.${name}`, value)),
      ...Object.entries(provider).flatMap(([name, block]) => impureIn(`provider.${name}`, block)),
    ];
  },
};

function impureIn(address: string, value: unknown): readonly Finding[] {
  // Most strings call nothing of the kind, and need not be taken apart.
  const suspects = stringsIn(value).filter((template) => IMPURE_CALL.test(template));
  return suspects.flatMap(expressionsIn).flatMap((expression) => {
    const call = IMPURE_CALL.exec(expression)?.[0];
    return call === undefined
      ? []
      : [
          {
            address,
            fault: `the expression '${expression}' calls ${call}), which answers differently in every plan`,
            remedy: "Take a fixed value, a variable or an attribute of a resource, so that a second plan is empty",
          },
        ];
  });
}
