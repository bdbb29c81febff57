import type { PolicyStatement } from "./policy";

/** Actions that AWS lets no one scope to a resource, each with what it is needed for. */
const UNSCOPABLE = {
  "xray:PutTraceSegments": "trace segments belong to no resource",
  "xray:PutTelemetryRecords": "telemetry of the tracer belongs to no resource",
  "dynamodb:ListStreams": "the poller looks streams up by account before it reads its own",
  "ec2:CreateNetworkInterface": "Lambda checks it before there is an interface that could be named",
  "ec2:DescribeNetworkInterfaces": "EC2 lets no one scope what is only described",
  "ec2:DeleteNetworkInterface": "Lambda checks it before there is an interface that could be named",
} as const;

/** The one place that grants `Resource: "*"`. */
export function unscopable(sid: string, actions: readonly (keyof typeof UNSCOPABLE)[]): PolicyStatement {
  return { sid, actions, resources: ["*"] };
}
