import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import type { Bucket } from "./bucket";
import { Role } from "./role";
import { System } from "./system";

export interface DeliveryStreamProps {
  readonly bucket: Bucket;
  /** Folder in the bucket, without a slash at its end. */
  readonly prefix: string;
  /** What the stream's name starts with, where its source asks for something. @default nothing */
  readonly namePrefix?: string;
}

/** Records on their way to a bucket, compressed and by day; what could not be delivered is logged. */
export class DeliveryStream extends Construct {
  readonly resource: KinesisFirehoseDeliveryStream;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const system = System.of(this);
    const { bucket, prefix, namePrefix = "" } = props;
    const logGroupName = `/aws/kinesisfirehose/${system.label.name(id)}`;
    system.key.allowLogGroup(logGroupName);
    const logGroup = new CloudwatchLogGroup(this, "logs", {
      name: logGroupName,
      retentionInDays: system.logRetentionInDays,
      kmsKeyId: system.key.arn,
    });
    const logStream = new CloudwatchLogStream(this, "log-stream", {
      name: "S3Delivery",
      logGroupName: logGroup.name,
    });

    const role = new Role(this, "role", {
      assumedBy: "firehose.amazonaws.com",
      description: `Delivers ${id} to the bucket ${bucket.node.id}`,
      part: id,
    });
    role.allow({
      sid: "FindBucket",
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      resources: [bucket.arn],
    });
    role.allow(system.key.encrypt());
    role.allow({
      sid: "WriteLogs",
      actions: ["logs:PutLogEvents"],
      resources: [`${logGroup.arn}:*`],
    });
    // The bucket names its writer; a second permission with the role would keep working when this one is taken away.
    bucket.allow({
      sid: "AllowLogDelivery",
      principal: { aws: role.arn },
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: [`${bucket.arn}/${prefix}/*`, `${bucket.arn}/${prefix}-failed/*`],
    });

    this.resource = new KinesisFirehoseDeliveryStream(this, "resource", {
      name: `${namePrefix}${system.label.name(id, 64, namePrefix.length)}`,
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: system.key.arn },
      extendedS3Configuration: {
        bucketArn: bucket.arn,
        roleArn: role.arn,
        prefix: `${prefix}/!{timestamp:yyyy/MM/dd}/`,
        errorOutputPrefix: `${prefix}-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
        bufferingInterval: 300,
        bufferingSize: 5,
        compressionFormat: "GZIP",
        cloudwatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.name,
          logStreamName: logStream.name,
        },
      },
      dependsOn: [role.policy, bucket.policy],
    });
  }

  get arn(): string {
    return this.resource.arn;
  }
}
