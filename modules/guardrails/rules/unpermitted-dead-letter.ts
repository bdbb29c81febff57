import { keyOf } from "../encryption";
import { type FailureDestination, lambdaFunctionsIn } from "../lambda-functions";
import type { Statement } from "../policies";
import { allows, statementsOf } from "../roles";
import type { Rule } from "../rule";
import type { SynthesizedStack } from "../synthesized-stack";

/** What a role needs to send to a destination, by the destination's type. */
const SENDING_ACTIONS: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_bus: "events:PutEvents",
  aws_lambda_function: "lambda:InvokeFunction",
  aws_s3_bucket: "s3:PutObject",
  aws_sns_topic: "sns:Publish",
  aws_sqs_queue: "sqs:SendMessage",
};

/** What it needs of the key besides, where the destination is encrypted. */
const KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

export const unpermittedDeadLetter: Rule = {
  id: "unpermitted-dead-letter",
  requirements: ["ALL-05"],
  check: (stack) =>
    lambdaFunctionsIn(stack).flatMap(({ block, role, asynchronousFailures, batchFailures }) =>
      [...asynchronousFailures, ...batchFailures]
        .flatMap((destination) => lackingFor(stack, destination, statementsOf(stack, role)))
        .map((lacking) => ({
          address: block.address,
          fault: `its role may not use its dead-letter destination: ${lacking} is not allowed`,
          remedy: "Allow it in an aws_iam_role_policy of the role, or the failed events are lost",
        })),
    ),
};

function lackingFor(
  stack: SynthesizedStack,
  { arn }: FailureDestination,
  statements: readonly Statement[],
): readonly string[] {
  const [destination] = stack.referred(arn);
  const action = SENDING_ACTIONS[destination?.type ?? ""];
  if (destination === undefined || action === undefined) {
    return [`an action that is known for '${arn}'`];
  }
  const resource = destination.type === "aws_s3_bucket" ? `${arn}/*` : arn;
  const key = keyOf(stack, destination);
  return [
    ...(allows(statements, action, resource) ? [] : [`${action} on ${resource}`]),
    ...(key === undefined ? [] : KEY_ACTIONS)
      .filter((keyAction) => key !== undefined && !allows(statements, keyAction, key))
      .map((keyAction) => `${keyAction} on ${key}`),
  ];
}
