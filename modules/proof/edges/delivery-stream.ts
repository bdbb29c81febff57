import { text as textOf } from "../../guardrails/terraform-json";
import type { Call, Principal } from "../model";
import { type Attributes, block, blocks, text } from "./attributes";
import { byRole } from "./calls";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import { ENCRYPT, keyArn, keyCallsByRole } from "./encryption";
import type { View } from "./view";

/** Of the Firehose developer guide, "Grant Firehose access to an Amazon S3 destination". */
const ON_OBJECTS = ["s3:PutObject", "s3:AbortMultipartUpload"];
const ON_BUCKET = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];

/** Delivery stream → the bucket it fills, the function that transforms its records and the log of its failures. */
export const deliveryStream: EdgeRule = {
  type: "aws_kinesis_firehose_delivery_stream",
  connections: ({ address, attributes }, view): readonly Connection[] => {
    const destination = block(attributes, "extended_s3_configuration");
    if (destination === undefined) return [];
    const role = view.role(text(destination, "role_arn") ?? "");
    return [
      ...toBucket(view, address, destination, role),
      ...toLog(view, address, destination, role),
      ...toTransformers(view, address, destination, role),
    ];
  },
};

function toBucket(view: View, from: string, destination: Attributes, role: Principal): readonly Connection[] {
  const bucketArn = text(destination, "bucket_arn");
  if (bucketArn === undefined) return [];
  const prefixes = ["prefix", "error_output_prefix"].flatMap((name) => text(destination, name) ?? []);
  const folders = [...new Set(prefixes.map(fixedPart))];
  const bucket = view.world.owner(bucketArn);
  const ownKey = text(destination, "kms_key_arn");
  const calls: readonly Call[] = [
    ...(folders.length === 0 ? [""] : folders).flatMap((folder) =>
      byRole(role, ON_OBJECTS, `${bucketArn}/${folder}object`, "the stream delivers its records"),
    ),
    ...byRole(role, ON_BUCKET, bucketArn, "the stream finds its bucket"),
    ...(ownKey === undefined
      ? keyCallsByRole(view, role, bucket, ENCRYPT)
      : byRole(role, ENCRYPT, keyArn(view, ownKey) ?? ownKey, "the objects are encrypted")),
  ];
  // Where the objects have a folder of their own, the rest of the bucket is no business of the stream.
  const elsewhere = folders.includes("") || folders.length === 0 ? [] : [`${bucketArn}/plumbline-twin`];
  const denied = elsewhere.flatMap((arn) => byRole(role, ON_OBJECTS, arn, "no other folder is the stream's"));
  return [connection("delivery", from, bucket?.address ?? bucketArn, calls, { denied })];
}

function toLog(view: View, from: string, destination: Attributes, role: Principal): readonly Connection[] {
  const logging = block(destination, "cloudwatch_logging_options");
  const name = text(logging, "log_group_name");
  if (name === undefined || textOf(logging?.enabled) === "false") return [];
  const { account, partition, region } = view.world;
  const arn = `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  const stream = `${arn}:log-stream:${text(logging, "log_stream_name") ?? "live"}`;
  const to = view.named("aws_cloudwatch_log_group", name)?.address ?? arn;
  return [connection("logs", from, to, byRole(role, ["logs:PutLogEvents"], stream, "the stream logs its failures"))];
}

function toTransformers(view: View, from: string, destination: Attributes, role: Principal): readonly Connection[] {
  const processing = block(destination, "processing_configuration") ?? {};
  return blocks(processing, "processors")
    .flatMap((processor) => blocks(processor, "parameters"))
    .filter((parameter) => parameter.parameter_name === "LambdaArn")
    .flatMap((parameter) => text(parameter, "parameter_value") ?? [])
    .map((arn) =>
      connection(
        "transformation",
        from,
        view.address(arn),
        byRole(
          role,
          ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
          arn,
          "the function transforms records",
        ),
      ),
    );
}

/** @returns a prefix up to its first expression: `access-logs/!{timestamp:yyyy}/` → `access-logs/`. */
function fixedPart(prefix: string): string {
  return prefix.split("!{")[0] ?? "";
}
