import type { AccessPolicies, AccessRequest } from "../../../../modules/proof/engine";

export const ACCOUNT = "111111111111";
export const OTHER_ACCOUNT = "222222222222";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

/** A question and the policies to answer it by. */
export interface Case {
  readonly request: AccessRequest;
  readonly policies: AccessPolicies;
}

/** A kind of resource: what can be asked of it, and what its policy looks like. */
export interface Scenario {
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Services that call it. */
  readonly services: readonly string[];
  readonly requiresResourcePolicy: boolean;
  /** Whether statements of the resource's policy name resources; a trust policy's don't. */
  readonly namesResources: boolean;
}

const PLAIN = { requiresResourcePolicy: false, namesResources: true };

export const SCENARIOS: readonly Scenario[] = [
  {
    ...PLAIN,
    name: "queue",
    actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
    resources: [`arn:aws:sqs:eu-west-1:${ACCOUNT}:events`, `arn:aws:sqs:eu-west-1:${ACCOUNT}:events-dead`],
    services: ["sns.amazonaws.com", "events.amazonaws.com"],
  },
  {
    ...PLAIN,
    name: "topic",
    actions: ["sns:Publish", "sns:Subscribe"],
    resources: [`arn:aws:sns:eu-west-1:${ACCOUNT}:changes`],
    services: ["s3.amazonaws.com", "events.amazonaws.com"],
  },
  {
    ...PLAIN,
    name: "object",
    actions: ["s3:GetObject", "s3:PutObject"],
    resources: ["arn:aws:s3:::uploads/changes", "arn:aws:s3:::uploads/abc", "arn:aws:s3:::uploads/Out/b:c.json"],
    services: ["delivery.logs.amazonaws.com", "cloudtrail.amazonaws.com"],
  },
  {
    ...PLAIN,
    name: "table",
    actions: ["dynamodb:Query", "dynamodb:PutItem"],
    resources: [
      `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/flags`,
      `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/changes`,
    ],
    services: ["replication.dynamodb.amazonaws.com"],
  },
  {
    ...PLAIN,
    name: "function",
    actions: ["lambda:InvokeFunction"],
    resources: [
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:consumer`,
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:consumer:live`,
    ],
    services: ["apigateway.amazonaws.com", "events.amazonaws.com"],
  },
  {
    name: "key",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/6f1ed0c1-1111-4222-8333-444455556666`],
    services: ["sns.amazonaws.com", "logs.eu-west-1.amazonaws.com"],
    requiresResourcePolicy: true,
    namesResources: true,
  },
  {
    name: "trust",
    actions: ["sts:AssumeRole"],
    resources: [`arn:aws:iam::${ACCOUNT}:role/target`],
    services: ["lambda.amazonaws.com", "states.amazonaws.com"],
    requiresResourcePolicy: true,
    namesResources: false,
  },
];
