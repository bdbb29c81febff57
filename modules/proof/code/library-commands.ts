import type { Sent, SentCommand } from "./sdk-exports";

const dynamodb = (command: string): Sent => [{ service: "dynamodb", command: `${command}Command` }];
const s3 = (command: string): SentCommand => ({ service: "s3", command: `${command}Command` });

/**
 * What exports of the SDK's libraries send, by package and export. Other exports of a package listed here send nothing,
 * unless their name says that they are a command, a paginator or a waiter.
 */
export const SENT_BY_LIBRARIES: Readonly<Record<string, Readonly<Record<string, Sent>>>> = {
  "@aws-sdk/lib-dynamodb": {
    BatchExecuteStatementCommand: dynamodb("BatchExecuteStatement"),
    BatchGetCommand: dynamodb("BatchGetItem"),
    BatchWriteCommand: dynamodb("BatchWriteItem"),
    DeleteCommand: dynamodb("DeleteItem"),
    ExecuteStatementCommand: dynamodb("ExecuteStatement"),
    ExecuteTransactionCommand: dynamodb("ExecuteTransaction"),
    GetCommand: dynamodb("GetItem"),
    PutCommand: dynamodb("PutItem"),
    QueryCommand: dynamodb("Query"),
    ScanCommand: dynamodb("Scan"),
    TransactGetCommand: dynamodb("TransactGetItems"),
    TransactWriteCommand: dynamodb("TransactWriteItems"),
    UpdateCommand: dynamodb("UpdateItem"),
    paginateQuery: dynamodb("Query"),
    paginateScan: dynamodb("Scan"),
    // The aggregated client: a method for each command.
    DynamoDBDocument: undefined,
  },
  "@aws-sdk/lib-storage": {
    Upload: [
      s3("PutObject"),
      s3("CreateMultipartUpload"),
      s3("UploadPart"),
      s3("CompleteMultipartUpload"),
      s3("AbortMultipartUpload"),
      { ...s3("PutObjectTagging"), perhaps: true }, // with the option `tags`
    ],
  },
  "@aws-sdk/s3-presigned-post": { createPresignedPost: [s3("PutObject")] },
  // getSignedUrl() takes a command, which has a name; the class signs whatever request it is given.
  "@aws-sdk/s3-request-presigner": { S3RequestPresigner: undefined },
  "@aws-sdk/rds-signer": { Signer: [{ service: "rds-signer", command: "ConnectCommand" }] },
  // Its methods sign for users and for administrators.
  "@aws-sdk/dsql-signer": { DsqlSigner: undefined },
};
