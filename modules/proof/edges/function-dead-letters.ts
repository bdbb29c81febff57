import { block, text } from "./attributes";
import { deliverByRole } from "./delivery";
import { connection, type EdgeRule } from "./edge-rule";
import { roleOf } from "./function-role";

/** Function → where Lambda puts events that the function failed on, under the function's role. */
export const functionDeadLetters: EdgeRule = {
  type: "aws_lambda_function",
  connections: (fn, view) => {
    const target = text(block(fn.attributes, "dead_letter_config"), "target_arn");
    if (target === undefined) return [];
    const role = roleOf(view, fn, fn.address);
    const calls = deliverByRole(view, role, target, "Lambda hands over events that the function failed on");
    return [connection("dead letters", fn.address, view.address(target), calls)];
  },
};
