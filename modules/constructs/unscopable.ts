import type { PolicyStatement } from "./policy";

/** Actions that AWS lets no one scope to a resource, each with what it is needed for. */
const UNSCOPABLE = {
  "xray:PutTraceSegments": "trace segments belong to no resource",
  "xray:PutTelemetryRecords": "telemetry of the tracer belongs to no resource",
  "dynamodb:ListStreams": "the poller looks streams up by account before it reads its own",
  "ec2:CreateNetworkInterface": "Lambda checks it before there is an interface that could be named",
  "ec2:DescribeNetworkInterfaces": "EC2 lets no one scope what is only described",
  "ec2:DeleteNetworkInterface": "Lambda checks it before there is an interface that could be named",
  "logs:CreateLogDelivery": "deliveries of vended logs are made for the whole account",
  "logs:GetLogDelivery": "deliveries of vended logs are made for the whole account",
  "logs:UpdateLogDelivery": "deliveries of vended logs are made for the whole account",
  "logs:DeleteLogDelivery": "deliveries of vended logs are made for the whole account",
  "logs:ListLogDeliveries": "deliveries of vended logs are made for the whole account",
  "logs:PutResourcePolicy": "deliveries of vended logs are made for the whole account",
  "logs:DescribeResourcePolicies": "deliveries of vended logs are made for the whole account",
  "logs:DescribeLogGroups": "deliveries of vended logs are made for the whole account",
  "logs:GetQueryResults": "a running query is known by its id alone",
  "logs:StopQuery": "a running query is known by its id alone",
  "xray:GetSamplingRules": "sampling rules belong to no resource",
  "xray:GetSamplingTargets": "sampling targets belong to no resource",
} as const;

/** The one place that grants `Resource: "*"`. */
export function unscopable(sid: string, actions: readonly (keyof typeof UNSCOPABLE)[]): PolicyStatement {
  return { sid, actions, resources: ["*"] };
}
