import { append, type Block, oncePerStack, type SynthesizedStack } from "./synthesized-stack";
import { firstNested, isSet, nested, text } from "./terraform-json";

/** A destination of events that failed, and the argument that names it. */
export interface FailureDestination {
  /** The block that names the destination: the function, its event invoke configuration or its event source mapping. */
  readonly holder: Block;
  /** The destination's ARN as written, such as `${aws_sqs_queue.failed.arn}`. */
  readonly arn: string;
}

/** A function with what belongs to it. */
export interface LambdaFunction {
  readonly block: Block;
  /** Its execution role, where that is made in this stack. */
  readonly role: Block | undefined;
  /** The log group that it writes to, where that is made in this stack. */
  readonly logGroup: Block | undefined;
  /** Where asynchronous invokes end up that failed. */
  readonly asynchronousFailures: readonly FailureDestination[];
  /** Where batches of streams and queues end up that failed. */
  readonly batchFailures: readonly FailureDestination[];
}

/** @returns every function in the stack. */
export const lambdaFunctionsIn = oncePerStack((stack): readonly LambdaFunction[] => {
  const logGroups = new Map(stack.resources("aws_cloudwatch_log_group").map((group) => [nameOf(group), group]));
  const invokeFailures = failureDestinations(stack, "aws_lambda_function_event_invoke_config");
  const batchFailures = failureDestinations(stack, "aws_lambda_event_source_mapping");
  return stack.resources("aws_lambda_function").map((block) => ({
    block,
    role: stack.referred(block.attributes.role).find(({ type }) => type === "aws_iam_role"),
    logGroup: logGroupOf(stack, block, logGroups),
    asynchronousFailures: [
      ...nested(block.attributes.dead_letter_config)
        .filter((config) => isSet(config.target_arn))
        .map((config) => ({ holder: block, arn: text(config.target_arn) })),
      ...(invokeFailures.get(block.address) ?? []),
    ],
    batchFailures: batchFailures.get(block.address) ?? [],
  }));
});

/** @returns the functions that a value names, be it by themselves or by an alias. */
function functionsReferred(stack: SynthesizedStack, value: unknown): readonly Block[] {
  return stack.referred(value).flatMap((block) => {
    switch (block.type) {
      case "aws_lambda_function":
        return [block];
      case "aws_lambda_alias":
        return functionsReferred(stack, block.attributes.function_name);
      default:
        return [];
    }
  });
}

function logGroupOf(stack: SynthesizedStack, block: Block, logGroups: ReadonlyMap<string, Block>): Block | undefined {
  const { log_group } = firstNested(block.attributes.logging_config);
  return isSet(log_group)
    ? stack.referred(log_group).find(({ type }) => type === "aws_cloudwatch_log_group")
    : (logGroups.get(`/aws/lambda/${text(block.attributes.function_name)}`) ??
        logGroups.get(`/aws/lambda/\${${block.address}.function_name}`));
}

/** @returns the on-failure destinations that resources of one type give, by the address of their function. */
function failureDestinations(
  stack: SynthesizedStack,
  type: string,
): ReadonlyMap<string, readonly FailureDestination[]> {
  const byFunction = new Map<string, FailureDestination[]>();
  for (const holder of stack.resources(type)) {
    const onFailure = firstNested(firstNested(holder.attributes.destination_config).on_failure);
    const arn = text(onFailure.destination ?? onFailure.destination_arn);
    if (arn !== "") {
      for (const { address } of functionsReferred(stack, holder.attributes.function_name)) {
        append(byFunction, address, { holder, arn });
      }
    }
  }
  return byFunction;
}

function nameOf(block: Block): string {
  return text(block.attributes.name);
}
