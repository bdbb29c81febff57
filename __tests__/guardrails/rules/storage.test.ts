import { describe, expect, it } from "@jest/globals";
import { bucketWithoutEncryption } from "../../../modules/guardrails/rules/bucket-without-encryption";
import { bucketWithoutLifecycle } from "../../../modules/guardrails/rules/bucket-without-lifecycle";
import { bucketWithoutPublicAccessBlock } from "../../../modules/guardrails/rules/bucket-without-public-access-block";
import { bucketWithoutTlsPolicy } from "../../../modules/guardrails/rules/bucket-without-tls-policy";
import { bucketWithoutVersioning } from "../../../modules/guardrails/rules/bucket-without-versioning";
import { tableWithoutEncryption } from "../../../modules/guardrails/rules/table-without-encryption";
import { tableWithoutOnDemandBilling } from "../../../modules/guardrails/rules/table-without-on-demand-billing";
import { tableWithoutPointInTimeRecovery } from "../../../modules/guardrails/rules/table-without-point-in-time-recovery";
import { topicOrQueueWithoutKey } from "../../../modules/guardrails/rules/topic-or-queue-without-key";
import { topicOrQueueWithoutTlsPolicy } from "../../../modules/guardrails/rules/topic-or-queue-without-tls-policy";
import { messagesOf, remove, set } from "../breaking";
import { denyPlainText, policy } from "../compliant";

const table = (attributes: Record<string, unknown>) => set("aws_dynamodb_table.orders", attributes);

describe("table-without-on-demand-billing", () => {
  it("ALL-09 fails if a table is paid for by capacity", () => {
    expect(messagesOf(tableWithoutOnDemandBilling, table({ billing_mode: undefined }))).toEqual([
      `orders/table (aws_dynamodb_table.orders): its billing_mode is 'PROVISIONED'. Set billing_mode = "PAY_PER_REQUEST". [table-without-on-demand-billing, ALL-09]`,
    ]);
  });
});

describe("table-without-point-in-time-recovery", () => {
  it("ALL-09 fails if a table can't be restored", () => {
    expect(messagesOf(tableWithoutPointInTimeRecovery, table({ point_in_time_recovery: { enabled: false } }))).toEqual([
      "orders/table (aws_dynamodb_table.orders): it can't be restored to a point in time. Set point_in_time_recovery { enabled = true }. [table-without-point-in-time-recovery, ALL-09]",
    ]);
  });

  it("ALL-09 fails if a table's replica can't be restored", () => {
    expect(messagesOf(tableWithoutPointInTimeRecovery, table({ replica: [{ region_name: "us-west-2" }] }))).toEqual([
      expect.stringContaining("its replica in 'us-west-2' can't be restored to a point in time"),
    ]);
  });
});

describe("table-without-encryption", () => {
  it("ALL-09 fails if a table is not encrypted under a KMS key", () => {
    expect(messagesOf(tableWithoutEncryption, table({ server_side_encryption: undefined }))).toEqual([
      "orders/table (aws_dynamodb_table.orders): it is not encrypted under a KMS key. Set server_side_encryption { enabled = true }, with kms_key_arn for a key of ours. [table-without-encryption, ALL-09]",
    ]);
  });

  it("ALL-09 FLAG-01 fails if a table's replica is not under a key of ours", () => {
    const replica = { region_name: "us-west-2", point_in_time_recovery: true };
    expect(messagesOf(tableWithoutEncryption, table({ replica: [replica] }))).toEqual([
      expect.stringContaining("its replica in 'us-west-2' is not encrypted under a key of ours"),
    ]);
    const key = "${aws_kms_key.west.arn}";
    expect(messagesOf(tableWithoutEncryption, table({ replica: [{ ...replica, kms_key_arn: key }] }))).toEqual([]);
  });
});

describe("bucket-without-versioning", () => {
  it("ALL-09 fails if a bucket's versioning is suspended", () => {
    const suspended = { versioning_configuration: { status: "Suspended" } };
    expect(messagesOf(bucketWithoutVersioning, set("aws_s3_bucket_versioning.archive", suspended))).toEqual([
      'orders/archive/bucket (aws_s3_bucket.archive): overwritten and deleted objects are lost. Add an aws_s3_bucket_versioning whose status is "Enabled". [bucket-without-versioning, ALL-09]',
    ]);
  });

  it("ALL-09 fails if only another bucket is versioned", () => {
    const elsewhere = set("aws_s3_bucket_versioning.archive", { bucket: "${aws_s3_bucket.other.id}" });
    expect(messagesOf(bucketWithoutVersioning, elsewhere)).toHaveLength(1);
  });
});

describe("bucket-without-encryption", () => {
  it("ALL-09 fails if a bucket's encryption is left to AWS", () => {
    const without = remove("aws_s3_bucket_server_side_encryption_configuration.archive");
    expect(messagesOf(bucketWithoutEncryption, without)).toEqual([
      "orders/archive/bucket (aws_s3_bucket.archive): its encryption is left to AWS's default. Add an aws_s3_bucket_server_side_encryption_configuration with an sse_algorithm. [bucket-without-encryption, ALL-09]",
    ]);
  });
});

describe("bucket-without-public-access-block", () => {
  it("ALL-09 fails if one of the four blocks is open", () => {
    const open = set("aws_s3_bucket_public_access_block.archive", { block_public_policy: false });
    expect(messagesOf(bucketWithoutPublicAccessBlock, open)).toEqual([
      "orders/archive/bucket (aws_s3_bucket.archive): public access is not wholly blocked: block_public_policy not true. Add an aws_s3_bucket_public_access_block with all four set to true. [bucket-without-public-access-block, ALL-09]",
    ]);
  });
});

describe("bucket-without-lifecycle", () => {
  it("ALL-09 fails if no lifecycle rule of a bucket is enabled", () => {
    const disabled = set("aws_s3_bucket_lifecycle_configuration.archive", { rule: { status: "Disabled" } });
    expect(messagesOf(bucketWithoutLifecycle, disabled)).toEqual([
      "orders/archive/bucket (aws_s3_bucket.archive): old versions and abandoned uploads stay, and are paid for, for ever. Add an aws_s3_bucket_lifecycle_configuration with an enabled rule. [bucket-without-lifecycle, ALL-09]",
    ]);
  });
});

describe("bucket-without-tls-policy", () => {
  it("ALL-09 fails if a bucket's objects may be read without TLS", () => {
    const bucketOnly = policy(denyPlainText("s3:*", "${aws_s3_bucket.archive.arn}"));
    expect(messagesOf(bucketWithoutTlsPolicy, set("aws_s3_bucket_policy.archive", { policy: bucketOnly }))).toEqual([
      "orders/archive/bucket (aws_s3_bucket.archive): its policy lets requests come without TLS. Deny s3:* to everyone on its arn and its arn/* where aws:SecureTransport is false. [bucket-without-tls-policy, ALL-09]",
    ]);
  });
});

describe("topic-or-queue-without-key", () => {
  it("ALL-09 fails if a topic or queue has no key", () => {
    expect(messagesOf(topicOrQueueWithoutKey, set("aws_sns_topic.alarms", { kms_master_key_id: undefined }))).toEqual([
      "orders/alarms/topic (aws_sns_topic.alarms): its messages are not encrypted under a KMS key. Set kms_master_key_id to the stack's key. [topic-or-queue-without-key, ALL-09]",
    ]);
    const managed = { kms_master_key_id: undefined, sqs_managed_sse_enabled: true };
    expect(messagesOf(topicOrQueueWithoutKey, set("aws_sqs_queue.failed", managed))).toHaveLength(1);
  });
});

describe("topic-or-queue-without-tls-policy", () => {
  it("ALL-09 fails if a queue takes messages without TLS", () => {
    expect(messagesOf(topicOrQueueWithoutTlsPolicy, remove("aws_sqs_queue_policy.failed"))).toEqual([
      "orders/failed/queue (aws_sqs_queue.failed): its policy lets requests come without TLS. Deny sqs:SendMessage and sqs:ReceiveMessage to everyone on its arn where aws:SecureTransport is false. [topic-or-queue-without-tls-policy, ALL-09]",
    ]);
  });

  it("ALL-09 fails if a second condition lets some requests through", () => {
    const statement = {
      ...denyPlainText("sns:Publish", "${aws_sns_topic.alarms.arn}"),
      Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:SourceAccount": "1" } },
    };
    const loose = set("aws_sns_topic_policy.alarms", { policy: policy(statement) });
    expect(messagesOf(topicOrQueueWithoutTlsPolicy, loose)).toHaveLength(1);
  });

  it("ALL-09 passes if the policy is an aws_iam_policy_document", () => {
    const statement = {
      effect: "Deny",
      actions: ["sqs:*"],
      resources: ["${aws_sqs_queue.failed.arn}"],
      principals: [{ type: "*", identifiers: ["*"] }],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    };
    const messages = messagesOf(topicOrQueueWithoutTlsPolicy, (json) => {
      json.data.aws_iam_policy_document = { tls: { statement: [statement] } };
      set("aws_sqs_queue_policy.failed", { policy: "${data.aws_iam_policy_document.tls.json}" })(json);
    });
    expect(messages).toEqual([]);
  });

  it("ALL-09 passes if the policy stands in the queue itself", () => {
    const messages = messagesOf(topicOrQueueWithoutTlsPolicy, (json) => {
      remove("aws_sqs_queue_policy.failed")(json);
      const own = policy(denyPlainText("sqs:*", "${aws_sqs_queue.failed.arn}"));
      set("aws_sqs_queue.failed", { policy: own })(json);
    });
    expect(messages).toEqual([]);
  });
});
