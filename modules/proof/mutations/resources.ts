import { block } from "../edges/attributes";
import type { Resource } from "../model";
import type { Mutation } from "../mutate";

/** Blocks that a connection hangs on and that nothing else refers to. */
const REMOVED: ReadonlySet<string> = new Set([
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_resource_policy",
  "aws_cognito_identity_pool_roles_attachment",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_lambda_event_source_mapping",
  "aws_lambda_permission",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_policy",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue_policy",
]);

/** @returns the block taken out, where it is of a kind that connects or permits. */
export function removals({ type }: Resource): readonly Mutation[] {
  return REMOVED.has(type) ? [{ what: "is taken out", attributes: "removed" }] : [];
}

/** @returns what narrows a permission taken out or widened, and each variable of a function taken out. */
export function argumentMutations({ type, attributes }: Resource): readonly Mutation[] {
  switch (type) {
    case "aws_lambda_permission":
      return permission(attributes);
    case "aws_lambda_function":
      return variables(attributes);
    default:
      return [];
  }
}

function permission(attributes: Resource["attributes"]): readonly Mutation[] {
  const { source_arn: source } = attributes;
  const wider = typeof source === "string" ? [...source.split(":").slice(0, 5), "*"].join(":") : undefined;
  return [
    ...["source_arn", "source_account", "qualifier"].flatMap((argument) =>
      attributes[argument] === undefined
        ? []
        : [{ what: `lacks ${argument}`, attributes: without(attributes, argument) }],
    ),
    ...(wider === undefined
      ? []
      : [{ what: "takes any source of the account", attributes: { ...attributes, source_arn: wider } }]),
    { what: "lets everyone in", attributes: { ...without(attributes, "source_arn"), principal: "*" } },
  ];
}

function variables(attributes: Resource["attributes"]): readonly Mutation[] {
  const given = (block(attributes, "environment")?.variables ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(given).map((name) => ({
    what: `lacks the variable ${name}`,
    attributes: { ...attributes, environment: { variables: without(given, name) } },
  }));
}

function without(values: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const { [name]: _, ...others } = values;
  return others;
}
