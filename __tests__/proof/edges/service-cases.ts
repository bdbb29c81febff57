import {
  BUCKET,
  type Case,
  FN_ARN,
  HTTP_API,
  machine,
  mapping,
  permission,
  QUEUE_ARN,
  queuePolicy,
  RULE,
  RULE_ARN,
  TOPIC_ARN,
  topicPolicy,
} from "./cases";
import { allow, FN, policy, QUEUE, role, TOPIC } from "./some-config";

const KINESIS_ARN = "${aws_kinesis_stream.stream.arn}";
const POLL_KINESIS = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];
const TRACES = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
const MACHINE_TRACES = [...TRACES, "xray:GetSamplingRules", "xray:GetSamplingTargets"];
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
const BUCKET_ARN = "${aws_s3_bucket.bucket.arn}";
const BUS_ARN = "${aws_cloudwatch_event_bus.bus.arn}";
const CHILD_ARN = "${aws_sfn_state_machine.child.arn}";
const CHILD = {
  "aws_sfn_state_machine.child": { name: "child", role_arn: "arn:aws:iam::111122223333:role/other", definition: "{}" },
};
const START_SYNC = {
  start: ["states:StartExecution"],
  execution: ["states:DescribeExecution", "states:StopExecution"],
  rule: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
};
const ON_OBJECTS = ["s3:PutObject", "s3:AbortMultipartUpload"];
const ON_BUCKET = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const ENCRYPT_LOGS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
];

/** A stream that fills the bucket, with more of its configuration. */
function firehose(more = {}) {
  const destination = { bucket_arn: BUCKET_ARN, role_arn: "${aws_iam_role.it.arn}", ...more };
  return { "aws_kinesis_firehose_delivery_stream.it": { name: "it", extended_s3_configuration: destination } };
}

/** A key whose policy lets a service use it. */
function keyOf(service: string) {
  const statement = allow("Logs", ENCRYPT_LOGS, ["*"], { Principal: { Service: service } });
  return { "aws_kms_key.key": { policy: policy(statement) } };
}

/** The kinds of edges that belong to one service: pollers and traces, notifications, state machines, delivery, logs. */
export const SERVICE_CASES: readonly Case[] = [
  {
    name: "Kinesis stream → function",
    kind: "stream",
    parts: { ...FN, "aws_kinesis_stream.stream": { name: "stream" }, ...mapping(KINESIS_ARN) },
    permits: role("lambda", allow("Poll", POLL_KINESIS, [KINESIS_ARN])),
    actions: POLL_KINESIS,
  },
  {
    name: "function → X-Ray",
    kind: "traces",
    parts: { "aws_lambda_function.fn": { ...FN["aws_lambda_function.fn"], tracing_config: { mode: "Active" } } },
    permits: role("lambda", allow("Trace", TRACES, ["*"])),
    actions: TRACES,
  },
  {
    name: "bucket → queue",
    kind: "notification",
    parts: {
      ...BUCKET,
      ...QUEUE,
      "aws_s3_bucket_notification.it": { bucket: "bucket", queue: [{ queue_arn: QUEUE_ARN }] },
    },
    permits: queuePolicy("s3.amazonaws.com", BUCKET_ARN),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "bucket → topic",
    kind: "notification",
    parts: {
      ...BUCKET,
      ...TOPIC,
      "aws_s3_bucket_notification.it": { bucket: "bucket", topic: [{ topic_arn: TOPIC_ARN }] },
    },
    permits: topicPolicy("s3.amazonaws.com", BUCKET_ARN),
    actions: ["sns:Publish"],
  },
  {
    name: "composite alarm → topic",
    kind: "alarm",
    parts: { ...TOPIC, "aws_cloudwatch_composite_alarm.it": { alarm_name: "it", alarm_actions: [TOPIC_ARN] } },
    permits: topicPolicy("cloudwatch.amazonaws.com", "${aws_cloudwatch_composite_alarm.it.arn}"),
    actions: ["sns:Publish"],
  },
  {
    name: "alarm → function",
    kind: "alarm",
    parts: {
      ...FN,
      ...role("lambda"),
      "aws_cloudwatch_metric_alarm.it": { alarm_name: "it", alarm_actions: [FN_ARN] },
    },
    permits: permission("lambda.alarms.cloudwatch.amazonaws.com", "${aws_cloudwatch_metric_alarm.it.arn}"),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "HTTP API → authorizer",
    kind: "authorizer",
    parts: {
      ...HTTP_API,
      ...FN,
      ...role("lambda"),
      "aws_apigatewayv2_authorizer.it": {
        api_id: "${aws_apigatewayv2_api.api.id}",
        name: "it",
        authorizer_type: "REQUEST",
        authorizer_uri: "${aws_lambda_function.fn.invoke_arn}",
      },
    },
    permits: permission(
      "apigateway.amazonaws.com",
      "${aws_apigatewayv2_api.api.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.it.id}",
    ),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "state machine → queue",
    kind: "task",
    parts: {
      ...QUEUE,
      ...machine({
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "${aws_sqs_queue.queue.url}" },
      }),
    },
    permits: role("states", allow("Send", ["sqs:SendMessage"], [QUEUE_ARN])),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "state machine → topic",
    kind: "task",
    parts: { ...TOPIC, ...machine({ Resource: "arn:aws:states:::sns:publish", Parameters: { TopicArn: TOPIC_ARN } }) },
    permits: role("states", allow("Tell", ["sns:Publish"], [TOPIC_ARN])),
    actions: ["sns:Publish"],
  },
  {
    name: "state machine → bus",
    kind: "task",
    parts: {
      "aws_cloudwatch_event_bus.bus": { name: "bus" },
      ...machine({
        Resource: "arn:aws:states:::events:putEvents",
        Parameters: { Entries: [{ EventBusName: "bus" }] },
      }),
    },
    permits: role("states", allow("Put", ["events:PutEvents"], [BUS_ARN])),
    actions: ["events:PutEvents"],
  },
  {
    name: "state machine → another",
    kind: "task",
    parts: {
      ...CHILD,
      ...machine({ Resource: "arn:aws:states:::states:startExecution", Parameters: { StateMachineArn: CHILD_ARN } }),
    },
    permits: role("states", allow("Start", ["states:StartExecution"], [CHILD_ARN])),
    actions: ["states:StartExecution"],
  },
  {
    name: "state machine → another that it waits for",
    kind: "task",
    parts: {
      ...CHILD,
      ...machine({
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn: CHILD_ARN },
      }),
    },
    permits: role(
      "states",
      allow("Start", START_SYNC.start, [CHILD_ARN]),
      allow("Wait", START_SYNC.execution, ["arn:aws:states:us-east-1:111122223333:execution:child:*"]),
      allow("Hear", START_SYNC.rule, [
        "arn:aws:events:us-east-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
      ]),
    ),
    actions: [...START_SYNC.start, ...START_SYNC.execution, ...START_SYNC.rule],
  },
  {
    name: "state machine → its log",
    kind: "logs",
    parts: machine({ Type: "Pass" }, { logging_configuration: { level: "ALL" } }),
    permits: role("states", allow("Log", LOG_DELIVERY, ["*"])),
    actions: LOG_DELIVERY,
  },
  {
    name: "state machine → X-Ray",
    kind: "traces",
    parts: machine({ Type: "Pass" }, { tracing_configuration: { enabled: true } }),
    permits: role("states", allow("Trace", MACHINE_TRACES, ["*"])),
    actions: MACHINE_TRACES,
  },
  {
    name: "delivery stream → bucket",
    kind: "delivery",
    parts: { ...BUCKET, ...firehose({ prefix: "in/" }) },
    permits: role(
      "firehose",
      allow("Write", ON_OBJECTS, [`${BUCKET_ARN}/in/*`]),
      allow("Find", ON_BUCKET, [BUCKET_ARN]),
    ),
    actions: [...ON_OBJECTS, ...ON_BUCKET],
  },
  {
    name: "delivery stream → its log",
    kind: "logs",
    parts: {
      ...BUCKET,
      "aws_cloudwatch_log_group.log": { name: "deliveries" },
      ...firehose({
        cloudwatch_logging_options: { enabled: true, log_group_name: "deliveries", log_stream_name: "s3" },
      }),
    },
    permits: role("firehose", allow("Log", ["logs:PutLogEvents"], ["${aws_cloudwatch_log_group.log.arn}:*"])),
    actions: ["logs:PutLogEvents"],
  },
  {
    name: "log group → its key",
    kind: "encryption",
    parts: {
      ...keyOf("logs.eu-west-1.amazonaws.com"),
      "aws_cloudwatch_log_group.log": { name: "log", kms_key_id: "${aws_kms_key.key.arn}" },
    },
    permits: keyOf("logs.us-east-1.amazonaws.com"),
    actions: ENCRYPT_LOGS,
  },
  {
    name: "subscription → its dead letters",
    kind: "dead letters",
    parts: {
      ...TOPIC,
      ...QUEUE,
      "aws_sns_topic_subscription.it": {
        topic_arn: TOPIC_ARN,
        protocol: "email",
        endpoint: "team@example.com",
        redrive_policy: JSON.stringify({ deadLetterTargetArn: QUEUE_ARN }),
      },
    },
    permits: queuePolicy("sns.amazonaws.com", TOPIC_ARN),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "rule → its dead letters",
    kind: "dead letters",
    parts: {
      ...RULE,
      ...TOPIC,
      ...QUEUE,
      "aws_cloudwatch_event_target.it": {
        rule: "rule",
        arn: TOPIC_ARN,
        dead_letter_config: { arn: QUEUE_ARN },
      },
    },
    permits: queuePolicy("events.amazonaws.com", RULE_ARN),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "schedule → its dead letters",
    kind: "dead letters",
    parts: {
      ...TOPIC,
      ...QUEUE,
      "aws_scheduler_schedule.it": {
        name: "it",
        target: { arn: TOPIC_ARN, role_arn: "${aws_iam_role.it.arn}", dead_letter_config: { arn: QUEUE_ARN } },
      },
    },
    permits: role("scheduler", allow("Keep", ["sqs:SendMessage"], [QUEUE_ARN])),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "schedule → any call of an AWS service",
    kind: "target",
    parts: {
      "aws_scheduler_schedule.it": {
        name: "it",
        target: { arn: "arn:aws:scheduler:::aws-sdk:sqs:purgeQueue", role_arn: "${aws_iam_role.it.arn}" },
      },
    },
    permits: role("scheduler", allow("Purge", ["sqs:PurgeQueue"], ["*"])),
    actions: ["sqs:PurgeQueue"],
  },
  {
    name: "delivery stream → function that transforms its records",
    kind: "transformation",
    parts: {
      ...BUCKET,
      "aws_lambda_function.fn": { function_name: "fn", role: "arn:aws:iam::111122223333:role/other" },
      ...firehose({
        processing_configuration: {
          enabled: true,
          processors: [
            { type: "Lambda", parameters: [{ parameter_name: "LambdaArn", parameter_value: `${FN_ARN}:$LATEST` }] },
          ],
        },
      }),
    },
    permits: role(
      "firehose",
      allow("Transform", ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"], [`${FN_ARN}:$LATEST`]),
    ),
    actions: ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
  },
];
