import { type Block, oncePerStack } from "./synthesized-stack";
import { isAttributes } from "./terraform-json";

/** The arguments, at any depth of any resource, that name where failed messages go. */
const DEAD_LETTER_ARGUMENTS = new Set(["dead_letter_config", "on_failure", "redrive_policy"]);

/** @returns the addresses of the queues that something sends its failed messages to. */
export const deadLetterQueues = oncePerStack((stack): ReadonlySet<string> => {
  const values: unknown[] = [];
  for (const { attributes } of stack.allResources()) {
    collectDeadLetterValues(attributes, values);
  }
  return addressesOf(stack.referred(values));
});

/** @returns the addresses of the queues that a function consumes. */
export const consumedQueues = oncePerStack(
  (stack): ReadonlySet<string> =>
    addressesOf(
      stack
        .resources("aws_lambda_event_source_mapping")
        .flatMap(({ attributes }) => stack.referred(attributes.event_source_arn)),
    ),
);

/** Fills one list: a list a level would be copied at every level. */
function collectDeadLetterValues(value: unknown, into: unknown[]): void {
  if (Array.isArray(value)) {
    for (const element of value) {
      collectDeadLetterValues(element, into);
    }
  } else if (isAttributes(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (DEAD_LETTER_ARGUMENTS.has(key)) {
        into.push(inner);
      } else if (key !== "//") {
        collectDeadLetterValues(inner, into);
      }
    }
  }
}

function addressesOf(blocks: readonly Block[]): ReadonlySet<string> {
  return new Set(blocks.filter(({ type }) => type === "aws_sqs_queue").map(({ address }) => address));
}
