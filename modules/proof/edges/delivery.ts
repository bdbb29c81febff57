import type { Call, Principal } from "../model";
import { serviceOf } from "./arn";
import { byRole, byService } from "./calls";
import { ENCRYPT, keyArnOf, keyCallsByRole } from "./encryption";
import type { View } from "./view";

/** What it takes to hand something to a target, by the service in the target's ARN. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  events: ["events:PutEvents"],
  firehose: ["firehose:PutRecord", "firehose:PutRecordBatch"],
  kinesis: ["kinesis:PutRecord", "kinesis:PutRecords"],
  lambda: ["lambda:InvokeFunction"],
  logs: ["logs:CreateLogStream", "logs:PutLogEvents"],
  s3: ["s3:PutObject"],
  sns: ["sns:Publish"],
  sqs: ["sqs:SendMessage"],
  states: ["states:StartExecution"],
};

/** Services that use the key of what they hold as the sender, not in their own name. */
const ENCRYPTS_AS_SENDER: ReadonlySet<string> = new Set(["kinesis", "s3", "sns", "sqs"]);

/** @returns what a role needs to hand something to a target. */
export function deliverByRole(view: View, role: Principal, targetArn: string, reason: string): readonly Call[] {
  const service = serviceOf(targetArn) ?? "";
  const actions = ACTIONS[service] ?? [`${service || "unknown"}:*`];
  const key = ENCRYPTS_AS_SENDER.has(service) ? keyCallsByRole(view, role, view.world.owner(targetArn), ENCRYPT) : [];
  return [...byRole(role, actions, targetArn, reason), ...key];
}

/** @returns what a service needs to hand something to a target in its own name. */
export function deliverByService(
  view: View,
  sender: { readonly service: string; readonly context: Call["context"]; readonly keyContext?: Call["context"] },
  targetArn: string,
  reason: string,
): readonly Call[] {
  const service = serviceOf(targetArn) ?? "";
  const actions = ACTIONS[service] ?? [`${service || "unknown"}:*`];
  const owner = view.world.owner(targetArn);
  const key = ENCRYPTS_AS_SENDER.has(service) ? keyArnOf(view, owner) : undefined;
  return [
    ...byService(sender.service, actions, targetArn, reason, sender.context),
    ...(key === undefined
      ? []
      : byService(sender.service, ENCRYPT, key, `${owner?.address} is encrypted`, sender.keyContext ?? sender.context)),
  ];
}
