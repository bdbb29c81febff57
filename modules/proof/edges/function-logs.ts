import { text as textOf } from "../../guardrails/terraform-json";
import { block, text } from "./attributes";
import { byRole } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";
import { roleOf } from "./function-role";

/**
 * Function → its log group. IAM sees both actions on a stream of the group, so that the group's bare ARN covers neither.
 * Where the group is of this configuration, creating it is not the function's business.
 */
export const functionLogs: EdgeRule = {
  type: "aws_lambda_function",
  connections: (fn, view) => {
    const { account, partition, region } = view.world;
    const name =
      text(block(fn.attributes, "logging_config"), "log_group") ?? `/aws/lambda/${textOf(fn.attributes.function_name)}`;
    const group = view.named("aws_cloudwatch_log_group", name);
    const arn = `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
    const role = roleOf(view, fn, fn.address);
    const reason = "the function writes its log";
    const create = byRole(role, ["logs:CreateLogGroup"], `${arn}:log-stream:`, reason);
    return [
      connection(
        "logs",
        fn.address,
        group?.address ?? arn,
        byRole(role, ["logs:CreateLogStream", "logs:PutLogEvents"], `${arn}:log-stream:live`, reason),
        { possible: group === undefined ? create : [] },
      ),
    ];
  },
};
