import { text } from "../guardrails/terraform-json";
import type { View } from "./edges/view";
import type { Judge } from "./judge";
import { found } from "./missing";
import type { Call, Finding, Resource } from "./model";
import { ANYTHING } from "./prove";

/** What carries data, by the type that takes it; under a bucket's ARN are its objects. */
const CARRIERS: Readonly<Record<string, readonly { readonly action: string; readonly under?: string }[]>> = {
  aws_s3_bucket: [
    { action: "s3:ListBucket" },
    { action: "s3:GetObject", under: "/object" },
    { action: "s3:PutObject", under: "/object" },
  ],
  aws_sns_topic: [{ action: "sns:Publish" }],
  aws_sqs_queue: [{ action: "sqs:SendMessage" }, { action: "sqs:ReceiveMessage" }],
};

/** @returns what takes or gives data without TLS, were it by somebody who may do anything: only a Deny in its own policy stops that. */
export function plainTextTransport(judge: Judge, view: View): readonly Finding[] {
  return Object.entries(CARRIERS).flatMap(([type, calls]) =>
    view
      .ofType(type)
      .filter(({ mode }) => mode === "managed")
      .flatMap((resource) =>
        calls
          .filter(({ action, under }) => !isRefused(judge, resource, action, under ?? ""))
          .map(({ action }) =>
            found(view.world, "plain-text-transport", resource.address, `its policy lets ${action} come without TLS`, {
              remedy: `Deny ${action} to everyone in its policy where aws:SecureTransport is false`,
            }),
          ),
      ),
  );
}

function isRefused(judge: Judge, { attributes }: Resource, action: string, under: string): boolean {
  const { account, partition } = judge.world;
  const arn = `arn:${partition}:iam::${account}:role/plumbline-twin`;
  const resource = `${text(attributes.arn)}${under}`;
  const call: Call = {
    principal: { kind: "role", address: arn, arn },
    action,
    resource,
    context: { "aws:SecureTransport": "false", "aws:PrincipalAccount": account },
    reason: "nobody should",
  };
  return judge.ask(call, [ANYTHING], judge.policiesOf(action, resource)).verdict === "explicitly denied";
}
