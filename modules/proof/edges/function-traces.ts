import { block, text } from "./attributes";
import { byRole } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";
import { roleOf } from "./function-role";

/** Function → X-Ray, where it traces. Traces belong to no resource. */
export const functionTraces: EdgeRule = {
  type: "aws_lambda_function",
  connections: (fn, view) => {
    if (text(block(fn.attributes, "tracing_config"), "mode") !== "Active") return [];
    const role = roleOf(view, fn, fn.address);
    const calls = byRole(role, ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*", "the function sends traces");
    // Samplers that ask X-Ray how much to trace; Lambda itself decides for functions.
    const possible = byRole(
      role,
      ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
      "*",
      "a tracer may ask for sampling rules",
    );
    return [connection("traces", fn.address, "xray.amazonaws.com", calls, { possible })];
  },
};
