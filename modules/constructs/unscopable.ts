import type { PolicyStatement } from "./policy";

/** Actions that AWS lets no one scope to a resource, each with what it is needed for. */
const UNSCOPABLE = {
  "xray:PutTraceSegments": "trace segments belong to no resource",
  "xray:PutTelemetryRecords": "telemetry of the tracer belongs to no resource",
  "dynamodb:ListStreams": "the poller looks streams up by account before it reads its own",
} as const;

/** The one place that grants `Resource: "*"`. */
export function unscopable(sid: string, actions: readonly (keyof typeof UNSCOPABLE)[]): PolicyStatement {
  return { sid, actions, resources: ["*"] };
}
