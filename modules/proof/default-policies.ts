import { text } from "../guardrails/terraform-json";
import type { Policy, Resource, World } from "./model";

/** @returns what AWS gives a key that is made without a policy: the account's own policies decide. */
export function defaultKeyPolicy(key: Resource, { partition, account }: World): Policy {
  return {
    address: key.address,
    statements: [
      {
        sid: "Enable IAM User Permissions",
        effect: "Allow",
        principals: { AWS: [`arn:${partition}:iam::${account}:root`] },
        actions: ["kms:*"],
        resources: ["*"],
        conditions: {},
      },
    ],
  };
}

/** @returns what AWS gives a topic that is made without a policy: whoever acts for its owner may use it. */
export function defaultTopicPolicy(topic: Resource, { account }: World): Policy {
  return {
    address: topic.address,
    statements: [
      {
        sid: "__default_statement_ID",
        effect: "Allow",
        principals: { AWS: ["*"] },
        actions: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        resources: [text(topic.attributes.arn)],
        conditions: { StringEquals: { "AWS:SourceOwner": [account] } },
      },
    ],
  };
}
