import type { Call, Principal, Resource } from "../model";
import { replicasOf } from "../replicas";
import { parseArn } from "./arn";
import { block, text } from "./attributes";
import { byRole } from "./calls";
import type { View } from "./view";

/** Where each type of resource names the key that encrypts it. */
const KEY_OF: Readonly<Record<string, (resource: Resource, view: View) => string | undefined>> = {
  aws_cloudwatch_event_bus: ({ attributes }) => text(attributes, "kms_key_identifier"),
  aws_cloudwatch_log_group: ({ attributes }) => text(attributes, "kms_key_id"),
  aws_dynamodb_table: ({ attributes }) => text(block(attributes, "server_side_encryption"), "kms_key_arn"),
  aws_kinesis_stream: ({ attributes }) => text(attributes, "kms_key_id"),
  aws_lambda_function: ({ attributes }) => text(attributes, "kms_key_arn"),
  aws_s3_bucket: bucketKey,
  aws_secretsmanager_secret: ({ attributes }) => text(attributes, "kms_key_id"),
  aws_sns_topic: ({ attributes }) => text(attributes, "kms_master_key_id"),
  aws_sqs_queue: ({ attributes }) => text(attributes, "kms_master_key_id"),
  aws_ssm_parameter: ({ attributes }) => text(attributes, "key_id"),
};

/** Services fetch a data key and check that it opens before they store anything. */
export const ENCRYPT = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
export const DECRYPT = ["kms:Decrypt"] as const;

/** @returns the ARN of the customer's key that encrypts a resource; AWS's own keys need no permission of a role. */
export function keyArnOf(view: View, resource: Resource | undefined): string | undefined {
  const key = resource === undefined ? undefined : KEY_OF[resource.type]?.(resource, view);
  return key === undefined ? undefined : keyArn(view, key);
}

/** @returns the ARN of a key that is named by ARN, id or alias. */
export function keyArn(view: View, key: string): string | undefined {
  if (/(^|:)alias\/aws\//.test(key)) return undefined;
  const alias = view.named("aws_kms_alias", key);
  const target = alias === undefined ? key : (text(alias.attributes, "target_key_id") ?? key);
  return text(view.named("aws_kms_key", target)?.attributes, "arn") ?? target;
}

/**
 * @param arn which the resource is used by: a replica has a key of its own
 * @returns what a role needs of the key behind a resource that it uses through the resource's service.
 */
export function keyCallsByRole(
  view: View,
  role: Principal,
  resource: Resource | undefined,
  actions: readonly string[],
  arn = text(resource?.attributes, "arn"),
): readonly Call[] {
  const replica = resource && replicasOf(resource).find((one) => one.arn === arn);
  const key = replica === undefined ? keyArnOf(view, resource) : replica.kmsKeyArn && keyArn(view, replica.kmsKeyArn);
  if (key === undefined || resource === undefined) return [];
  const { service, region } = parseArn(arn ?? "") ?? {};
  return byRole(role, actions, key, `${resource.address} is encrypted`, {
    ...(service === undefined ? {} : { "kms:ViaService": `${service}.${region || view.world.region}.amazonaws.com` }),
  });
}

function bucketKey(bucket: Resource, view: View): string | undefined {
  const name = text(bucket.attributes, "bucket");
  const configuration = view
    .ofType("aws_s3_bucket_server_side_encryption_configuration")
    .find(({ attributes }) => attributes.bucket === name);
  const rule = configuration === undefined ? undefined : block(configuration.attributes, "rule");
  const encryption = rule === undefined ? undefined : block(rule, "apply_server_side_encryption_by_default");
  return text(encryption, "kms_master_key_id");
}

/** Of the DynamoDB developer guide, "Authorizing use of your customer managed key", its wildcards spelled out. */
const TABLE_READ = ["kms:Decrypt", "kms:DescribeKey"];
const TABLE_WRITE = [...TABLE_READ, "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];

/** @returns what an action on an encrypted resource asks of its key, under the caller's permissions. */
export function keyActionsFor(action: string): readonly string[] {
  const [service = "", operation = ""] = action.split(":");
  const reads = /^(Get|BatchGet|Query|Scan|ConditionCheck|Receive)/.test(operation);
  if (service === "dynamodb") return reads ? TABLE_READ : TABLE_WRITE;
  // Deleting, listing and looking at a thing touch nothing that is encrypted.
  if (/^(Delete|List|Head|Describe|ChangeMessageVisibility)/.test(operation) || /Attributes$/.test(operation))
    return [];
  return reads ? DECRYPT : ENCRYPT;
}
