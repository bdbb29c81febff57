import { text as textOf } from "../../guardrails/terraform-json";
import { text } from "./attributes";
import { byService } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";
import { keyArn } from "./encryption";

/** Of the CloudWatch Logs user guide, "Encrypt log data", its wildcards spelled out as far as they are used. */
const REQUIRED = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
];

/** Log group → the key that CloudWatch Logs encrypts it with, in its own name and for this group alone. */
export const logGroupKey: EdgeRule = {
  type: "aws_cloudwatch_log_group",
  connections: ({ address, attributes }, view) => {
    const named = text(attributes, "kms_key_id");
    const key = named === undefined ? undefined : keyArn(view, named);
    if (key === undefined) return [];
    const { account, partition, region } = view.world;
    const group = `arn:${partition}:logs:${region}:${account}:log-group:${textOf(attributes.name)}`;
    const calls = byService(`logs.${region}.amazonaws.com`, REQUIRED, key, "the log is encrypted", {
      "kms:EncryptionContext:aws:logs:arn": group,
      "aws:SourceAccount": account,
    });
    return [connection("encryption", address, view.address(key), calls)];
  },
};
