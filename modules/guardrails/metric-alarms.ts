import { type Block, oncePerStack, type SynthesizedStack } from "./synthesized-stack";
import { type Attributes, isAttributes, nested, text } from "./terraform-json";

/** A metric of one resource, such as the `Errors` in `AWS/Lambda` of one `FunctionName`. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly metric: string;
  /** The dimension that names the resource. */
  readonly dimension: string;
}

/** @returns whether an alarm watches a metric of a block, by reference to the block or by the same name. */
export function isWatched(
  stack: SynthesizedStack,
  block: Block,
  nameArgument: string,
  watched: WatchedMetric,
): boolean {
  const known = watchedIn(stack);
  return [block.address, text(block.attributes[nameArgument])].some((resource) => known.has(keyOf(watched, resource)));
}

/** @returns a key for each metric, dimension and resource that alarms watch, by themselves or in metric math. */
const watchedIn = oncePerStack(
  (stack): ReadonlySet<string> =>
    new Set(
      stack
        .resources("aws_cloudwatch_metric_alarm")
        .flatMap(({ attributes }) => [
          attributes,
          ...nested(attributes.metric_query).flatMap((query) => nested(query.metric)),
        ])
        .flatMap((metric) => keysOf(stack, metric)),
    ),
);

function keysOf(stack: SynthesizedStack, { namespace, metric_name, dimensions }: Attributes): readonly string[] {
  return Object.entries(isAttributes(dimensions) ? dimensions : {}).flatMap(([dimension, value]) =>
    [text(value), ...stack.referred(value).map(({ address }) => address)].map((resource) =>
      keyOf({ namespace: text(namespace), metric: text(metric_name), dimension }, resource),
    ),
  );
}

function keyOf({ namespace, metric, dimension }: WatchedMetric, resource: string): string {
  return [namespace, metric, dimension, resource].join(" ");
}
