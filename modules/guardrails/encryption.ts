import type { Block, SynthesizedStack } from "./synthesized-stack";
import { text } from "./terraform-json";

/** @returns the ARN, as a policy names it, of the key that encrypts a queue or topic; undefined where none does. */
export function keyOf(stack: SynthesizedStack, { attributes }: Block): string | undefined {
  const given = text(attributes.kms_master_key_id);
  // `alias/aws/sqs` is AWS's own key, which no policy of ours can open.
  return given === "" || given.startsWith("alias/aws/") ? undefined : arnOfKey(stack, given);
}

function arnOfKey(stack: SynthesizedStack, given: string): string {
  const [block] = stack.referred(given);
  switch (block?.type) {
    case "aws_kms_alias":
      return arnOfKey(stack, text(block.attributes.target_key_id));
    case undefined:
      return given;
    default:
      return `\${${block?.address}.arn}`;
  }
}
