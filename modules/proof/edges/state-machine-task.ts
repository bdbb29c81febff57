import { type Call, type Principal, unknown } from "../model";
import { type Attributes, blocks, text } from "./attributes";
import { byRole } from "./calls";
import { deliverByRole } from "./delivery";
import { keyActionsFor, keyCallsByRole } from "./encryption";
import type { Task } from "./state-machine-tasks";
import type { View } from "./view";

const REASON = "a task of the state machine";

/** @returns what a task needs, by the service in its resource. */
export function taskCalls(view: View, role: Principal, { resource, parameters }: Task): readonly Call[] {
  if (/^arn:[^:]*:lambda:/.test(resource)) return deliverByRole(view, role, resource, REASON);
  const integration = /:states:::(?:aws-sdk:)?([^:]+):([^.]+)/.exec(resource);
  const [, service = "", operation = ""] = integration ?? [];
  const action = `${service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  switch (service) {
    case "lambda":
      return deliverByRole(view, role, functionArn(view, parameters), REASON);
    case "sqs":
      return deliverByRole(view, role, queueArn(view, parameters), REASON);
    case "sns":
      return deliverByRole(view, role, text(parameters, "TopicArn") ?? unknownIn(resource), REASON);
    case "dynamodb":
      return tableCalls(view, role, action, text(parameters, "TableName"), resource);
    case "events":
      return busArns(view, parameters).flatMap((arn) => deliverByRole(view, role, arn, REASON));
    case "states":
      return startCalls(view, role, text(parameters, "StateMachineArn") ?? unknownIn(resource), resource);
    default:
      return byRole(role, [action], unknownIn(resource), REASON);
  }
}

function functionArn(view: View, parameters: Attributes): string {
  const name = text(parameters, "FunctionName");
  if (name?.startsWith("arn:")) return name;
  return text(view.functionOf(name)?.attributes, "arn") ?? unknown(`function ${name}`);
}

function queueArn(view: View, parameters: Attributes): string {
  const url = text(parameters, "QueueUrl");
  return text(view.named("aws_sqs_queue", url)?.attributes, "arn") ?? unknown(`queue ${url}`);
}

function tableCalls(
  view: View,
  role: Principal,
  action: string,
  name: string | undefined,
  task: string,
): readonly Call[] {
  const table = view.named("aws_dynamodb_table", name);
  const arn = text(table?.attributes, "arn") ?? unknownIn(task);
  return [...byRole(role, [action], arn, REASON), ...keyCallsByRole(view, role, table, keyActionsFor(action))];
}

function busArns(view: View, parameters: Attributes): readonly string[] {
  const { account, partition, region } = view.world;
  const names = blocks(parameters, "Entries").map((entry) => text(entry, "EventBusName") ?? "default");
  return [...new Set(names)].map((name) =>
    name.startsWith("arn:") ? name : `arn:${partition}:events:${region}:${account}:event-bus/${name}`,
  );
}

/** A task that waits for the other machine's end is told by a rule that AWS manages (Step Functions developer guide). */
function startCalls(view: View, role: Principal, arn: string, task: string): readonly Call[] {
  const start = deliverByRole(view, role, arn, REASON);
  if (!task.includes(".sync")) return start;
  const { account, partition, region } = view.world;
  const rule = `arn:${partition}:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  const execution = `${arn.replace(":stateMachine:", ":execution:")}:run`;
  return [
    ...start,
    ...byRole(role, ["states:DescribeExecution", "states:StopExecution"], execution, REASON),
    ...byRole(role, ["events:PutTargets", "events:PutRule", "events:DescribeRule"], rule, REASON),
  ];
}

function unknownIn(task: string): string {
  return unknown(`what ${task} is done to`);
}
