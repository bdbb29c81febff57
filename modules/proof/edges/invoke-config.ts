import { block, text } from "./attributes";
import { deliverByRole } from "./delivery";
import { connection, type EdgeRule } from "./edge-rule";
import { roleOf } from "./function-role";

/** Function → where Lambda puts the outcome of asynchronous invocations, under the function's role. */
export const invokeConfig: EdgeRule = {
  type: "aws_lambda_function_event_invoke_config",
  connections: ({ address, attributes }, view) => {
    const fn = view.functionOf(text(attributes, "function_name"));
    const role = roleOf(view, fn, address);
    const destinations = block(attributes, "destination_config") ?? {};
    return ["on_success", "on_failure"].flatMap((outcome) => {
      const target = text(block(destinations, outcome), "destination");
      if (target === undefined) return [];
      const calls = deliverByRole(view, role, target, `Lambda hands over the invocation ${outcome.replace("_", " ")}`);
      return [connection(outcome.replace("_", " "), fn?.address ?? address, view.address(target), calls)];
    });
  },
};
