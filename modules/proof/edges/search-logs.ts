import { blocks, text } from "./attributes";
import { byService, onBehalfOf } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";

/** OpenSearch Service developer guide, "Enabling log publishing". */
const REQUIRED = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"];

/** Search domain → the log groups that it fills in its own name, where a policy of CloudWatch Logs lets it. */
export const searchLogs: EdgeRule = {
  type: "aws_opensearch_domain",
  connections: ({ address, attributes }, view) =>
    blocks(attributes, "log_publishing_options").flatMap((option) => {
      const group = text(option, "cloudwatch_log_group_arn");
      if (group === undefined || option.enabled === false) return [];
      const source = onBehalfOf(text(attributes, "arn") ?? "", view.world.account);
      const stream = `${group.replace(/:\*$/, "")}:log-stream:live`;
      const calls = byService("es.amazonaws.com", REQUIRED, stream, "the domain writes its logs", source);
      return [connection("logs", address, view.address(group), calls)];
    }),
};
