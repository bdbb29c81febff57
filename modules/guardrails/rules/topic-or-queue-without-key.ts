import type { Rule } from "../rule";
import { isSet } from "../terraform-json";

export const topicOrQueueWithoutKey: Rule = {
  id: "topic-or-queue-without-key",
  requirements: ["ALL-09"],
  check: (stack) =>
    [...stack.resources("aws_sns_topic"), ...stack.resources("aws_sqs_queue")]
      .filter(({ attributes }) => !isSet(attributes.kms_master_key_id))
      .map(({ address }) => ({
        address,
        fault: "its messages are not encrypted under a KMS key",
        remedy: "Set kms_master_key_id to the stack's key",
      })),
};
