import { COGNITO_ACTIONS } from "./action-exceptions-cognito";
import { S3_ACTIONS } from "./action-exceptions-s3";
import { type Actions, NO_PERMISSION, needs, needsSomeOf } from "./action-list";

const PARTIQL = needsSomeOf(
  "dynamodb:PartiQLDelete",
  "dynamodb:PartiQLInsert",
  "dynamodb:PartiQLSelect",
  "dynamodb:PartiQLUpdate",
);

/** Commands whose actions have other names, by client package and command without `Command`. */
export const ACTION_EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, Actions>>>> = {
  apigatewaymanagementapi: {
    DeleteConnection: needs("execute-api:ManageConnections"),
    GetConnection: needs("execute-api:ManageConnections"),
    PostToConnection: needs("execute-api:ManageConnections"),
  },
  "bedrock-runtime": {
    Converse: needs("bedrock:InvokeModel"),
    ConverseStream: needs("bedrock:InvokeModelWithResponseStream"),
  },
  "cognito-identity-provider": COGNITO_ACTIONS,
  dynamodb: {
    BatchExecuteStatement: PARTIQL,
    ExecuteStatement: PARTIQL,
    ExecuteTransaction: PARTIQL,
    TransactGetItems: needs("dynamodb:GetItem"),
    TransactWriteItems: needsSomeOf(
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
    ),
  },
  kms: { ReEncrypt: needs("kms:ReEncryptFrom", "kms:ReEncryptTo") },
  lambda: {
    GetLayerVersionByArn: needs("lambda:GetLayerVersion"),
    Invoke: needs("lambda:InvokeFunction"),
    InvokeAsync: needs("lambda:InvokeFunction"),
    InvokeWithResponseStream: needs("lambda:InvokeFunction"),
  },
  "rds-signer": { Connect: needs("rds-db:connect") },
  s3: S3_ACTIONS,
  // The role that the schedule calls its target with is a part of every schedule.
  scheduler: {
    CreateSchedule: needs("scheduler:CreateSchedule", "iam:PassRole"),
    UpdateSchedule: needs("scheduler:UpdateSchedule", "iam:PassRole"),
  },
  "secrets-manager": {
    BatchGetSecretValue: needs("secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"),
  },
  sns: { PublishBatch: needs("sns:Publish") },
  sqs: {
    ChangeMessageVisibilityBatch: needs("sqs:ChangeMessageVisibility"),
    DeleteMessageBatch: needs("sqs:DeleteMessage"),
    SendMessageBatch: needs("sqs:SendMessage"),
  },
  sts: { GetCallerIdentity: NO_PERMISSION, GetSessionToken: NO_PERMISSION },
};
