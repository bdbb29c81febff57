import type { ProofWaiver } from "../proof/proof";

const MAY_COUNT_DEAD_LETTERS =
  "APP-07 asks for it beside sqs:SendMessage, so that a function may see how many there are.";

/** What the proof finds in each system and we let stand, for a reason. One that covers nothing any more fails synth. */
export const WAIVERS: Readonly<Record<string, readonly ProofWaiver[]>> = {
  "serverless-app": ["changes", "items_api"].map((fn) => ({
    rule: "unused-permission",
    address: `aws_iam_role_policy.${fn}_role_policy`,
    about: "allows sqs:GetQueueAttributes on",
    reason: MAY_COUNT_DEAD_LETTERS,
  })),
};
