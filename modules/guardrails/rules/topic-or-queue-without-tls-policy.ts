import { policiesByHolder } from "../policies";
import type { Rule } from "../rule";
import type { Block, SynthesizedStack } from "../synthesized-stack";
import { deniesPlainText } from "../tls-policies";

/** Where the policy may stand beside the resource itself, and the actions that carry data. */
const CARRIERS = [
  {
    type: "aws_sns_topic",
    policyType: "aws_sns_topic_policy",
    argument: "arn",
    actions: ["sns:Publish"],
  },
  {
    type: "aws_sqs_queue",
    policyType: "aws_sqs_queue_policy",
    argument: "queue_url",
    actions: ["sqs:SendMessage", "sqs:ReceiveMessage"],
  },
] as const;

export const topicOrQueueWithoutTlsPolicy: Rule = {
  id: "topic-or-queue-without-tls-policy",
  requirements: ["ALL-09"],
  check: (stack) =>
    CARRIERS.flatMap((carrier) =>
      stack
        .resources(carrier.type)
        .filter((block) => !isTlsOnly(stack, block, carrier))
        .map(({ address }) => ({
          address,
          fault: "its policy lets requests come without TLS",
          remedy: `Deny ${carrier.actions.join(" and ")} to everyone on its arn where aws:SecureTransport is false`,
        })),
    ),
};

function isTlsOnly(stack: SynthesizedStack, block: Block, carrier: (typeof CARRIERS)[number]): boolean {
  const statements = [block, ...stack.satellites(block, carrier.policyType, carrier.argument)]
    .flatMap(({ address }) => policiesByHolder(stack).get(address) ?? [])
    .flatMap((policy) => policy.statements ?? []);
  // A policy within its queue names it; of a block that is made many times, each has a policy of its own.
  const arns = [
    `\${${block.address}.arn}`,
    ...statements.flatMap(({ resources }) => resources).filter((arn) => arn.endsWith(`:${block.attributes.name}`)),
  ];
  return carrier.actions.every((action) => arns.some((arn) => deniesPlainText(statements, action, arn)));
}
