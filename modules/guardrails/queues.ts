import { type Block, oncePerStack } from "./synthesized-stack";
import { isAttributes } from "./terraform-json";

/** The arguments, at any depth of any resource, that name where failed messages go. */
const DEAD_LETTER_ARGUMENTS = new Set(["dead_letter_config", "on_failure", "redrive_policy"]);

/** @returns the addresses of the queues that something sends its failed messages to. */
export const deadLetterQueues = oncePerStack(
  (stack): ReadonlySet<string> =>
    addressesOf(
      stack
        .allResources()
        .flatMap(({ attributes }) => [...deadLetterValues(attributes)])
        .flatMap((value) => stack.referred(value)),
    ),
);

/** @returns the addresses of the queues that a function consumes. */
export const consumedQueues = oncePerStack(
  (stack): ReadonlySet<string> =>
    addressesOf(
      stack
        .resources("aws_lambda_event_source_mapping")
        .flatMap(({ attributes }) => stack.referred(attributes.event_source_arn)),
    ),
);

function* deadLetterValues(value: unknown): Generator<unknown> {
  for (const [key, inner] of isAttributes(value) ? Object.entries(value) : []) {
    if (DEAD_LETTER_ARGUMENTS.has(key)) {
      yield inner;
    } else {
      yield* deadLetterValues(inner);
    }
  }
  for (const element of Array.isArray(value) ? value : []) {
    yield* deadLetterValues(element);
  }
}

function addressesOf(blocks: readonly Block[]): ReadonlySet<string> {
  return new Set(blocks.filter(({ type }) => type === "aws_sqs_queue").map(({ address }) => address));
}
