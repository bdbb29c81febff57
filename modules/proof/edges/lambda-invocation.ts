import { text } from "./attributes";
import { connection, type EdgeRule } from "./edge-rule";

/** Terraform → the function that it invokes at an apply, under the permissions of whoever applies. */
export const lambdaInvocation: EdgeRule = {
  type: "aws_lambda_invocation",
  connections: ({ address, attributes }, view) => {
    const name = text(attributes, "function_name");
    const fn = view.functionOf(name);
    return name === undefined ? [] : [connection("invocation", address, fn?.address ?? name, [])];
  },
};
