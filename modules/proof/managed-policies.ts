import type { Statement } from "./model";

const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** The managed policies that functions are commonly given, by path and name, with what AWS documents of them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AWSXRayDaemonWriteAccess: [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
  ],
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": [
    ...WRITE_LOGS,
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ],
  "service-role/AWSLambdaBasicExecutionRole": WRITE_LOGS,
  "service-role/AWSLambdaDynamoDBExecutionRole": [
    ...WRITE_LOGS,
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  ],
  "service-role/AWSLambdaKinesisExecutionRole": [
    ...WRITE_LOGS,
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:ListStreams",
    "kinesis:SubscribeToShard",
  ],
  "service-role/AWSLambdaRole": ["lambda:InvokeFunction"],
  "service-role/AWSLambdaSQSQueueExecutionRole": [
    ...WRITE_LOGS,
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
  ],
  "service-role/AWSLambdaVPCAccessExecutionRole": [
    ...WRITE_LOGS,
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
};

/** @returns whether an ARN names a policy of AWS's own, which no configuration holds. */
export function isManagedByAws(policyArn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(policyArn);
}

/** @returns the statements of a policy of AWS's own, undefined for one that isn't known here. */
export function managedPolicy(policyArn: string): readonly Statement[] | undefined {
  const name = policyArn.replace(/^arn:[^:]+:iam::aws:policy\//, "");
  const actions = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  return actions === undefined ? undefined : [{ effect: "Allow", actions, resources: ["*"], conditions: {} }];
}
