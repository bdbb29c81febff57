const LAMBDA_IN_VPC = "Lambda checks it before there is any network interface that a policy could name";
const LOG_DELIVERY = "deliveries of vended logs are made account-wide and have no ARN";
const LOG_QUERY = "a running query is known by its id alone and has no ARN";
const TRACE = "traces belong to the account and have no ARN";
const METRIC = "metrics have no ARN; the condition key cloudwatch:namespace narrows it";

/** The actions for which `Resource: "*"` is the only choice, and why. */
export const UNSCOPABLE_ACTIONS: Readonly<Record<string, string>> = {
  "cloudwatch:GetMetricData": METRIC,
  "cloudwatch:ListMetrics": METRIC,
  "cloudwatch:PutMetricData": METRIC,
  "dynamodb:ListStreams": "streams are looked up account-wide before one is read",
  "ec2:AssignPrivateIpAddresses": LAMBDA_IN_VPC,
  "ec2:CreateNetworkInterface": LAMBDA_IN_VPC,
  "ec2:DeleteNetworkInterface": LAMBDA_IN_VPC,
  "ec2:DescribeNetworkInterfaces": LAMBDA_IN_VPC,
  "ec2:DescribeSubnets": LAMBDA_IN_VPC,
  "ec2:UnassignPrivateIpAddresses": LAMBDA_IN_VPC,
  "logs:CreateLogDelivery": LOG_DELIVERY,
  "logs:DeleteLogDelivery": LOG_DELIVERY,
  "logs:DescribeLogGroups": LOG_DELIVERY,
  "logs:DescribeResourcePolicies": LOG_DELIVERY,
  "logs:GetLogDelivery": LOG_DELIVERY,
  "logs:GetQueryResults": LOG_QUERY,
  "logs:ListLogDeliveries": LOG_DELIVERY,
  "logs:PutResourcePolicy": LOG_DELIVERY,
  "logs:StopQuery": LOG_QUERY,
  "logs:UpdateLogDelivery": LOG_DELIVERY,
  "xray:GetSamplingRules": TRACE,
  "xray:GetSamplingStatisticSummaries": TRACE,
  "xray:GetSamplingTargets": TRACE,
  "xray:PutTelemetryRecords": TRACE,
  "xray:PutTraceSegments": TRACE,
};
