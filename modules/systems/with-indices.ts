import type { TerraformJson } from "../guardrails/terraform-json";

/**
 * cdktf refers to a block with `count` as to any other, and Terraform wants to be told which of them is meant.
 *
 * @returns the stack with `aws_sqs_queue.events[0].arn` for `aws_sqs_queue.events.arn`, where that block has a `count`
 */
export function withIndices(json: TerraformJson): TerraformJson {
  const counted = Object.entries(json.resource ?? {}).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([name, { count }]) => (count === undefined ? [] : [`${type}\\.${name}`])),
  );
  if (counted.length === 0) return json;
  const reference = new RegExp(`(?<![\\w.])(?:${counted.join("|")})(?=\\.\\w)`, "g");
  return JSON.parse(JSON.stringify(json).replace(reference, "$&[0]"));
}
