import { isTrue } from "../../guardrails/terraform-json";
import { type Call, type Principal, unknown } from "../model";
import { block, json, text } from "./attributes";
import { byRole } from "./calls";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import { taskCalls } from "./state-machine-task";
import { type Task, tasksOf } from "./state-machine-tasks";
import type { View } from "./view";

/** AWS lets no one scope the making of log deliveries (Step Functions developer guide, "Logging using CloudWatch Logs"). */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
const TRACES = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

/** State machine → what its tasks use, its log and its traces, all under its role. */
export const stateMachine: EdgeRule = {
  type: "aws_sfn_state_machine",
  connections: ({ address, attributes }, view): readonly Connection[] => {
    const role = view.role(text(attributes, "role_arn") ?? unknown(`role of ${address}`));
    const definition = json(attributes, "definition");
    const tasks = definition === undefined ? undefined : tasksOf(definition);
    const unread = byRole(role, ["states:*"], unknown(`definition of ${address}`), "its definition can't be read");
    return [
      ...(tasks === undefined ? [connection("task", address, address, unread)] : []),
      ...(tasks ?? []).map((task) => taskConnection(view, address, role, task)),
      ...observed(address, attributes, role),
    ];
  },
};

function taskConnection(view: View, from: string, role: Principal, task: Task): Connection {
  const calls: readonly Call[] = taskCalls(view, role, task);
  const to = calls[0] === undefined ? task.resource : view.address(calls[0].resource);
  return connection("task", from, to, calls);
}

function observed(
  address: string,
  attributes: Readonly<Record<string, unknown>>,
  role: Principal,
): readonly Connection[] {
  const logging = block(attributes, "logging_configuration");
  const level = text(logging, "level") ?? "OFF";
  const traced = isTrue(block(attributes, "tracing_configuration")?.enabled);
  const logs = byRole(role, LOG_DELIVERY, "*", "the state machine sets up its log");
  const traces = byRole(role, TRACES, "*", "the state machine sends traces");
  return [
    ...(level === "OFF" ? [] : [connection("logs", address, "logs.amazonaws.com", logs)]),
    ...(traced ? [connection("traces", address, "xray.amazonaws.com", traces)] : []),
  ];
}
