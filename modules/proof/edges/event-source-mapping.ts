import type { Call, Principal } from "../model";
import { serviceOf } from "./arn";
import { block, text } from "./attributes";
import { byRole } from "./calls";
import { deliverByRole } from "./delivery";
import { connection, type EdgeRule } from "./edge-rule";
import { DECRYPT, keyCallsByRole } from "./encryption";
import { roleOf } from "./function-role";
import type { View } from "./view";

/** What Lambda's pollers do under the function's role, by the service of the source. */
const POLLS: Readonly<Record<string, { readonly kind: string; readonly actions: readonly string[] }>> = {
  dynamodb: {
    kind: "stream",
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
  },
  kinesis: {
    kind: "stream",
    actions: [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ],
  },
  sqs: { kind: "messages", actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] },
};

/** Stream or queue → function, read by a poller under the function's role; and what it gives up → its destination. */
export const eventSourceMapping: EdgeRule = {
  type: "aws_lambda_event_source_mapping",
  connections: ({ address, attributes }, view) => {
    const fn = view.functionOf(text(attributes, "function_name"));
    const role = roleOf(view, fn, address);
    const to = fn?.address ?? address;
    const source = text(attributes, "event_source_arn");
    const destinations = block(attributes, "destination_config");
    const failures =
      destinations === undefined ? undefined : text(block(destinations, "on_failure"), "destination_arn");
    return [
      ...(source === undefined
        ? []
        : [
            connection(
              POLLS[serviceOf(source) ?? ""]?.kind ?? "source",
              view.address(source),
              to,
              polls(view, role, source),
            ),
          ]),
      ...(failures === undefined
        ? []
        : [
            connection(
              "failures",
              to,
              view.address(failures),
              deliverByRole(view, role, failures, "the poller hands over what it gives up"),
            ),
          ]),
    ];
  },
};

function polls(view: View, role: Principal, source: string): readonly Call[] {
  const service = serviceOf(source) ?? "unknown";
  const actions = POLLS[service]?.actions ?? [`${service}:*`];
  return [
    ...byRole(role, actions, source, "the poller reads the source"),
    // Streams are looked up account-wide before one is read: AWS lets no one scope it.
    ...(service === "dynamodb" ? byRole(role, ["dynamodb:ListStreams"], "*", "the poller looks the stream up") : []),
    ...keyCallsByRole(view, role, view.world.owner(source), DECRYPT),
  ];
}
