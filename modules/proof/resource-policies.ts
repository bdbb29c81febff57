import { isAttributes, text } from "../guardrails/terraform-json";
import { defaultTopicPolicy } from "./default-policies";
import { eventPermission } from "./event-permissions";
import { lambdaPermission } from "./lambda-permissions";
import { isUnknown, type Resource, type World } from "./model";
import { findingOn, type PolicyShelf } from "./policy-shelf";

/** An argument that holds a policy, and how its block names what the policy stands on. */
interface Holder {
  readonly policy: string;
  /** The argument that names it. */
  readonly target: string;
  /** The type and the attribute that the name is one of. @default the name is the ARN */
  readonly of?: readonly [type: string, attribute: string];
  /** The block's own policy, which may be left out, and not a block that is there for the policy. */
  readonly isInline?: true;
}

const HOLDERS: Readonly<Record<string, Holder>> = {
  aws_api_gateway_rest_api: { policy: "policy", target: "execution_arn", isInline: true },
  aws_api_gateway_rest_api_policy: { policy: "policy", target: "rest_api_id", of: ["aws_api_gateway_rest_api", "id"] },
  aws_cloudwatch_event_bus_policy: {
    policy: "policy",
    target: "event_bus_name",
    of: ["aws_cloudwatch_event_bus", "name"],
  },
  aws_dynamodb_resource_policy: { policy: "policy", target: "resource_arn" },
  aws_kinesis_resource_policy: { policy: "policy", target: "resource_arn" },
  aws_kms_key: { policy: "policy", target: "arn", isInline: true },
  aws_kms_key_policy: { policy: "policy", target: "key_id", of: ["aws_kms_key", "key_id"] },
  aws_kms_replica_key: { policy: "policy", target: "arn", isInline: true },
  aws_opensearch_domain: { policy: "access_policies", target: "arn", isInline: true },
  aws_opensearch_domain_policy: {
    policy: "access_policies",
    target: "domain_name",
    of: ["aws_opensearch_domain", "domain_name"],
  },
  aws_s3_bucket: { policy: "policy", target: "arn", isInline: true },
  aws_s3_bucket_policy: { policy: "policy", target: "bucket", of: ["aws_s3_bucket", "bucket"] },
  aws_secretsmanager_secret: { policy: "policy", target: "arn", isInline: true },
  aws_secretsmanager_secret_policy: { policy: "policy", target: "secret_arn" },
  aws_sns_topic: { policy: "policy", target: "arn", isInline: true },
  aws_sns_topic_policy: { policy: "policy", target: "arn" },
  aws_sqs_queue: { policy: "policy", target: "arn", isInline: true },
  aws_sqs_queue_policy: { policy: "policy", target: "queue_url", of: ["aws_sqs_queue", "url"] },
};

/** Policies of CloudWatch Logs stand on no log group but on the account: they are kept under this. */
export const ACCOUNT_LOGS = "account-wide policies of CloudWatch Logs";

/** Puts the policies that stand on resources on the shelf, by the ARN of the resource. */
export function readResourcePolicies(world: World, shelf: PolicyShelf): PolicyShelf {
  const named = namesOfTargets(world);
  const holders = new Map<string, { readonly address: string; readonly policy: unknown }>();
  for (const resource of world.resources.filter(({ mode }) => mode === "managed")) {
    const { type, attributes } = resource;
    const holder = Object.hasOwn(HOLDERS, type) ? HOLDERS[type] : undefined;
    if (holder !== undefined && !(holder.isInline && !isGiven(attributes[holder.policy]))) {
      const arn = targetOf(holder, resource, named, shelf);
      shelf.addText(arn, resource, attributes[holder.policy]);
      reportOverwritten(arn, resource, holder, holders, shelf);
    } else if (type === "aws_lambda_permission") {
      const { arn, policy } = lambdaPermission(resource, world);
      shelf.add(arn, policy);
    } else if (type === "aws_cloudwatch_event_permission") {
      const { arn, policy } = eventPermission(resource, world);
      shelf.add(arn, policy);
    } else if (type === "aws_cloudwatch_log_resource_policy") {
      shelf.addText(ACCOUNT_LOGS, resource, attributes.policy_document);
    }
  }
  addDefaults(world, shelf);
  return shelf;
}

function addDefaults(world: World, shelf: PolicyShelf): void {
  for (const topic of world.resources.filter(({ type, mode }) => type === "aws_sns_topic" && mode === "managed")) {
    const arn = text(topic.attributes.arn);
    if (shelf.of(arn).length === 0) {
      shelf.add(arn, defaultTopicPolicy(topic, world));
    }
  }
}

/** Each of these resources has one policy: of two blocks, the one that is applied last is left. */
function reportOverwritten(
  arn: string,
  resource: Resource,
  holder: Holder,
  holders: Map<string, { readonly address: string; readonly policy: unknown }>,
  shelf: PolicyShelf,
): void {
  const other = holders.get(arn);
  const policy = resource.attributes[holder.policy];
  holders.set(arn, { address: resource.address, policy });
  // In a state, the policy that another block sets shows on the resource too.
  if (other !== undefined && other.policy !== policy) {
    shelf.report(
      findingOn(
        resource,
        "overwritten-policy",
        `it and ${other.address} set the one policy that ${arn} has`,
        "Write the statements of both in one of them.",
      ),
    );
  }
}

/** @returns the ARN that the policy stands on. */
function targetOf(
  { target, of }: Holder,
  resource: Resource,
  named: ReadonlyMap<string, string>,
  shelf: PolicyShelf,
): string {
  const name = text(resource.attributes[target]);
  const arn = of === undefined || name.startsWith("arn:") ? name : named.get(`${of[0]} ${name}`);
  if (arn === undefined || arn === "" || isUnknown(arn)) {
    shelf.report(
      findingOn(
        resource,
        "unknown-policy-target",
        `what its policy stands on can't be told from ${target} = ${name || "nothing"}`,
        `Refer to the resource in ${target}.`,
      ),
    );
  }
  return arn ?? name;
}

/** Every way in which policies name a resource: type and name to ARN. */
function namesOfTargets(world: World): ReadonlyMap<string, string> {
  const names = new Map<string, string>([
    [
      "aws_cloudwatch_event_bus default",
      `arn:${world.partition}:events:${world.region}:${world.account}:event-bus/default`,
    ],
    ["aws_cloudwatch_event_bus ", `arn:${world.partition}:events:${world.region}:${world.account}:event-bus/default`],
  ]);
  const kinds = Object.values(HOLDERS).flatMap(({ of }) => (of === undefined ? [] : [of]));
  const attributeOf = new Map(kinds);
  for (const { type, attributes } of world.resources) {
    const attribute = attributeOf.get(type);
    if (attribute !== undefined) {
      names.set(`${type} ${text(attributes[attribute])}`, text(attributes.execution_arn ?? attributes.arn));
    }
  }
  return names;
}

function isGiven(policy: unknown): boolean {
  return isAttributes(policy) || text(policy) !== "";
}
