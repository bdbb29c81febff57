import type { World } from "../../../modules/proof/model";
import { readWorld } from "../../../modules/proof/world";

const QUEUE = { aws_sqs_queue: { events: { name: "events" } } };

/** @returns the value of an expression in a configuration with one queue, `aws_sqs_queue.events`. */
export function evaluated(expression: string, json: object = {}): unknown {
  const world = worldOf({
    resource: { ...QUEUE, aws_sns_topic: { probe: { name: "probe", tags: expression } } },
    ...json,
  });
  return world.resource("aws_sns_topic.probe")?.attributes.tags;
}

export function worldOf(json: object): World {
  return readWorld(json);
}

/** @returns the rules of a world's findings. */
export function rulesOf({ findings }: Pick<World, "findings">): readonly string[] {
  return findings.map(({ rule }) => rule);
}
