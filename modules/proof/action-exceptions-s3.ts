import { type Actions, needs } from "./action-list";

/**
 * S3 names the actions of its older commands after REST verbs, asks for the same action in several commands, and for
 * more of them when the input names a version, tags or a list of grants.
 */
export const S3_ACTIONS: Readonly<Record<string, Actions>> = {
  // Objects.
  CompleteMultipartUpload: needs("s3:PutObject"),
  CopyObject: {
    needed: ["s3:GetObject", "s3:PutObject"],
    possible: ["s3:GetObjectTagging", "s3:GetObjectVersion", "s3:PutObjectAcl", "s3:PutObjectTagging"],
  },
  CreateMultipartUpload: {
    needed: ["s3:PutObject"],
    possible: ["s3:PutObjectAcl", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging"],
  },
  DeleteObject: {
    needed: ["s3:DeleteObject"],
    possible: ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
  },
  DeleteObjectTagging: { needed: ["s3:DeleteObjectTagging"], possible: ["s3:DeleteObjectVersionTagging"] },
  DeleteObjects: {
    needed: ["s3:DeleteObject"],
    possible: ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
  },
  // With ListBucket, an object that is missing is told from one that is forbidden.
  GetObject: { needed: ["s3:GetObject"], possible: ["s3:GetObjectVersion", "s3:ListBucket"] },
  GetObjectAcl: { needed: ["s3:GetObjectAcl"], possible: ["s3:GetObjectVersionAcl"] },
  GetObjectAttributes: {
    needed: ["s3:GetObject", "s3:GetObjectAttributes"],
    possible: ["s3:GetObjectVersion", "s3:GetObjectVersionAttributes", "s3:ListBucket"],
  },
  GetObjectTagging: { needed: ["s3:GetObjectTagging"], possible: ["s3:GetObjectVersionTagging"] },
  HeadObject: { needed: ["s3:GetObject"], possible: ["s3:GetObjectVersion", "s3:ListBucket"] },
  ListParts: needs("s3:ListMultipartUploadParts"),
  PutObject: {
    needed: ["s3:PutObject"],
    possible: ["s3:PutObjectAcl", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging"],
  },
  PutObjectAcl: { needed: ["s3:PutObjectAcl"], possible: ["s3:PutObjectVersionAcl"] },
  PutObjectTagging: { needed: ["s3:PutObjectTagging"], possible: ["s3:PutObjectVersionTagging"] },
  SelectObjectContent: needs("s3:GetObject"),
  UploadPart: needs("s3:PutObject"),
  UploadPartCopy: { needed: ["s3:GetObject", "s3:PutObject"], possible: ["s3:GetObjectVersion"] },
  WriteGetObjectResponse: needs("s3-object-lambda:WriteGetObjectResponse"),

  // Lists.
  HeadBucket: needs("s3:ListBucket"),
  ListBuckets: needs("s3:ListAllMyBuckets"),
  ListMultipartUploads: needs("s3:ListBucketMultipartUploads"),
  ListObjectVersions: needs("s3:ListBucketVersions"),
  ListObjects: needs("s3:ListBucket"),
  ListObjectsV2: needs("s3:ListBucket"),

  // Configuration of buckets; what deletes it needs the action that puts it.
  DeleteBucketAnalyticsConfiguration: needs("s3:PutAnalyticsConfiguration"),
  DeleteBucketCors: needs("s3:PutBucketCORS"),
  DeleteBucketEncryption: needs("s3:PutEncryptionConfiguration"),
  DeleteBucketIntelligentTieringConfiguration: needs("s3:PutIntelligentTieringConfiguration"),
  DeleteBucketInventoryConfiguration: needs("s3:PutInventoryConfiguration"),
  DeleteBucketLifecycle: needs("s3:PutLifecycleConfiguration"),
  DeleteBucketMetricsConfiguration: needs("s3:PutMetricsConfiguration"),
  DeleteBucketOwnershipControls: needs("s3:PutBucketOwnershipControls"),
  DeleteBucketReplication: needs("s3:PutReplicationConfiguration"),
  DeleteBucketTagging: needs("s3:PutBucketTagging"),
  DeletePublicAccessBlock: needs("s3:PutBucketPublicAccessBlock"),
  GetBucketAccelerateConfiguration: needs("s3:GetAccelerateConfiguration"),
  GetBucketAnalyticsConfiguration: needs("s3:GetAnalyticsConfiguration"),
  GetBucketCors: needs("s3:GetBucketCORS"),
  GetBucketEncryption: needs("s3:GetEncryptionConfiguration"),
  GetBucketIntelligentTieringConfiguration: needs("s3:GetIntelligentTieringConfiguration"),
  GetBucketInventoryConfiguration: needs("s3:GetInventoryConfiguration"),
  GetBucketLifecycleConfiguration: needs("s3:GetLifecycleConfiguration"),
  GetBucketMetricsConfiguration: needs("s3:GetMetricsConfiguration"),
  GetBucketNotificationConfiguration: needs("s3:GetBucketNotification"),
  GetBucketReplication: needs("s3:GetReplicationConfiguration"),
  GetObjectLockConfiguration: needs("s3:GetBucketObjectLockConfiguration"),
  GetPublicAccessBlock: needs("s3:GetBucketPublicAccessBlock"),
  ListBucketAnalyticsConfigurations: needs("s3:GetAnalyticsConfiguration"),
  ListBucketIntelligentTieringConfigurations: needs("s3:GetIntelligentTieringConfiguration"),
  ListBucketInventoryConfigurations: needs("s3:GetInventoryConfiguration"),
  ListBucketMetricsConfigurations: needs("s3:GetMetricsConfiguration"),
  PutBucketAccelerateConfiguration: needs("s3:PutAccelerateConfiguration"),
  PutBucketAnalyticsConfiguration: needs("s3:PutAnalyticsConfiguration"),
  PutBucketCors: needs("s3:PutBucketCORS"),
  PutBucketEncryption: needs("s3:PutEncryptionConfiguration"),
  PutBucketIntelligentTieringConfiguration: needs("s3:PutIntelligentTieringConfiguration"),
  PutBucketInventoryConfiguration: needs("s3:PutInventoryConfiguration"),
  PutBucketLifecycleConfiguration: needs("s3:PutLifecycleConfiguration"),
  PutBucketMetricsConfiguration: needs("s3:PutMetricsConfiguration"),
  PutBucketNotificationConfiguration: needs("s3:PutBucketNotification"),
  PutBucketReplication: needs("s3:PutReplicationConfiguration"),
  PutObjectLockConfiguration: needs("s3:PutBucketObjectLockConfiguration"),
  PutPublicAccessBlock: needs("s3:PutBucketPublicAccessBlock"),
};
