import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Access } from "./access";
import { denyInsecureTransport, type PolicyStatement, policyJson, sidOf } from "./policy";
import { System } from "./system";

export interface BucketProps {
  /** Objects are deleted after so many days. @default objects stay */
  readonly expirationInDays?: number;
  /** What an overwritten or deleted object's older versions are kept for, in days. @default 30 */
  readonly noncurrentVersionExpirationInDays?: number;
}

/** Bucket names are unique in all of AWS: account (12), region (up to 14) and three hyphens surround ours. */
const RESERVED = 12 + 14 + 2;

/** A private, versioned, encrypted S3 bucket that speaks TLS only; emptied on destroy everywhere but in prod. */
export class Bucket extends Construct {
  readonly resource: S3Bucket;
  readonly policy: S3BucketPolicy;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: BucketProps = {}) {
    super(scope, id);
    const system = System.of(this);
    this.resource = new S3Bucket(this, "resource", {
      bucket: `${system.label.name(id, 63, RESERVED)}-${system.account}-${system.region}`,
    });
    this.resource.addOverride("force_destroy", "${!local.is_production}");
    const bucket = this.resource.bucket;
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: system.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          ...(props.expirationInDays === undefined ? {} : { expiration: [{ days: props.expirationInDays }] }),
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentVersionExpirationInDays ?? 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      // Rules for older versions count only on a versioned bucket.
      dependsOn: [versioning],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: Lazy.stringValue({
        produce: () => policyJson([denyInsecureTransport(["s3:*"], [this.arn, `${this.arn}/*`]), ...this.statements]),
      }),
      // S3 refuses both at once.
      dependsOn: [publicAccessBlock],
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  get name(): string {
    return this.resource.bucket;
  }

  /** Lets a function read objects under a prefix; its environment variable holds the bucket's name. */
  read(prefix = ""): Access {
    return {
      value: this.name,
      statements: [
        {
          sid: sidOf("ReadFrom", this.node.id),
          actions: ["s3:GetObject"],
          resources: [`${this.arn}/${prefix}*`],
        },
        System.of(this).key.decrypt(),
      ],
      reach: "s3",
    };
  }

  /** Lets a function write objects under a prefix; its environment variable holds the bucket's name. */
  write(prefix = ""): Access {
    return {
      value: this.name,
      statements: [
        { sid: sidOf("WriteTo", this.node.id), actions: ["s3:PutObject"], resources: [`${this.arn}/${prefix}*`] },
        System.of(this).key.encrypt(),
      ],
      reach: "s3",
    };
  }

  /** Adds a statement to the bucket's policy. */
  allow(statement: PolicyStatement): void {
    this.statements.push(statement);
  }
}
