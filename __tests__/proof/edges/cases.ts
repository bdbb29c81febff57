import { allow, FN, letIn, type proofOf, QUEUE, role, TOPIC } from "./some-config";

export type Resources = Parameters<typeof proofOf>[0];

/** A kind of edge: what it is between, what permits it, and the calls that it takes. */
export interface Case {
  readonly name: string;
  readonly kind: string;
  readonly parts: Resources;
  readonly permits: Resources;
  readonly actions: readonly string[];
}

export const QUEUE_ARN = "${aws_sqs_queue.queue.arn}";
export const TOPIC_ARN = "${aws_sns_topic.topic.arn}";
export const FN_ARN = "${aws_lambda_function.fn.arn}";
export const RULE_ARN = "${aws_cloudwatch_event_rule.rule.arn}";
const TABLE_ARN = "${aws_dynamodb_table.table.arn}";
const ROLE_ARN = "${aws_iam_role.it.arn}";
export const RULE = { "aws_cloudwatch_event_rule.rule": { name: "rule" } };
export const BUCKET = { "aws_s3_bucket.bucket": { bucket: "bucket" } };
const TABLE = { "aws_dynamodb_table.table": { name: "table", stream_enabled: true } };
const API = {
  "aws_api_gateway_rest_api.api": { name: "api" },
  "aws_api_gateway_stage.stage": { rest_api_id: "${aws_api_gateway_rest_api.api.id}", stage_name: "v1" },
};
export const HTTP_API = {
  "aws_apigatewayv2_api.api": { name: "api", protocol_type: "HTTP" },
  "aws_apigatewayv2_stage.stage": { api_id: "${aws_apigatewayv2_api.api.id}", name: "v1" },
};

export function mapping(source: string, more = {}): Resources {
  return { "aws_lambda_event_source_mapping.it": { event_source_arn: source, function_name: FN_ARN, ...more } };
}

export function permission(principal: string, source: string, more = {}): Resources {
  const granted = { action: "lambda:InvokeFunction", function_name: "fn", principal, source_arn: source, ...more };
  return { "aws_lambda_permission.it": granted };
}

export function queuePolicy(service: string, source: string): Resources {
  const text = letIn(service, "sqs:SendMessage", QUEUE_ARN, source);
  return { "aws_sqs_queue_policy.it": { queue_url: "${aws_sqs_queue.queue.url}", policy: text } };
}

export function topicPolicy(service: string, source: string): Resources {
  return { "aws_sns_topic_policy.it": { arn: TOPIC_ARN, policy: letIn(service, "sns:Publish", TOPIC_ARN, source) } };
}

function target(arn: string, more = {}): Resources {
  return {
    ...RULE,
    "aws_cloudwatch_event_target.it": { rule: "${aws_cloudwatch_event_rule.rule.name}", arn, ...more },
  };
}

export function machine(state: object, more = {}): Resources {
  const definition = JSON.stringify({ StartAt: "Do", States: { Do: { Type: "Task", End: true, ...state } } });
  return { "aws_sfn_state_machine.it": { name: "machine", role_arn: ROLE_ARN, definition, ...more } };
}

const POLL_QUEUE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const NETWORK = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];
const POLL_STREAM = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];

export const CASES: readonly Case[] = [
  {
    name: "queue → function",
    kind: "messages",
    parts: { ...FN, ...QUEUE, ...mapping(QUEUE_ARN) },
    permits: role("lambda", allow("Poll", POLL_QUEUE, [QUEUE_ARN])),
    actions: POLL_QUEUE,
  },
  {
    name: "stream → function",
    kind: "stream",
    parts: { ...FN, ...TABLE, ...mapping("${aws_dynamodb_table.table.stream_arn}") },
    permits: role(
      "lambda",
      allow("Poll", POLL_STREAM, ["${aws_dynamodb_table.table.stream_arn}"]),
      allow("Find", ["dynamodb:ListStreams"], ["*"]),
    ),
    actions: [...POLL_STREAM, "dynamodb:ListStreams"],
  },
  {
    name: "stream mapping → queue for what it gives up",
    kind: "failures",
    parts: {
      ...FN,
      ...QUEUE,
      ...mapping("${aws_dynamodb_table.table.stream_arn}", {
        destination_config: { on_failure: { destination_arn: QUEUE_ARN } },
      }),
      ...TABLE,
    },
    permits: role("lambda", allow("Send", ["sqs:SendMessage"], [QUEUE_ARN])),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "function → its dead letters",
    kind: "dead letters",
    parts: {
      ...QUEUE,
      "aws_lambda_function.fn": { ...FN["aws_lambda_function.fn"], dead_letter_config: { target_arn: QUEUE_ARN } },
    },
    permits: role("lambda", allow("Send", ["sqs:SendMessage"], [QUEUE_ARN])),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "function → where its failures go",
    kind: "on failure",
    parts: {
      ...FN,
      ...TOPIC,
      "aws_lambda_function_event_invoke_config.it": {
        function_name: "fn",
        destination_config: { on_failure: { destination: TOPIC_ARN } },
      },
    },
    permits: role("lambda", allow("Tell", ["sns:Publish"], [TOPIC_ARN])),
    actions: ["sns:Publish"],
  },
  {
    name: "function → its log",
    kind: "logs",
    parts: { ...FN, "aws_cloudwatch_log_group.log": { name: "/aws/lambda/fn" } },
    permits: role(
      "lambda",
      allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], ["${aws_cloudwatch_log_group.log.arn}:*"]),
    ),
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  },
  {
    name: "function → the network",
    kind: "network",
    parts: { "aws_lambda_function.fn": { ...FN["aws_lambda_function.fn"], vpc_config: { subnet_ids: ["subnet-1"] } } },
    permits: role("lambda", allow("Connect", NETWORK, ["*"])),
    actions: NETWORK,
  },
  {
    name: "topic → queue",
    kind: "subscription",
    parts: {
      ...TOPIC,
      ...QUEUE,
      "aws_sns_topic_subscription.it": { topic_arn: TOPIC_ARN, protocol: "sqs", endpoint: QUEUE_ARN },
    },
    permits: queuePolicy("sns.amazonaws.com", TOPIC_ARN),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "topic → function",
    kind: "subscription",
    parts: {
      ...TOPIC,
      ...FN,
      ...role("lambda"),
      "aws_sns_topic_subscription.it": { topic_arn: TOPIC_ARN, protocol: "lambda", endpoint: FN_ARN },
    },
    permits: permission("sns.amazonaws.com", TOPIC_ARN),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "bucket → function",
    kind: "notification",
    parts: {
      ...BUCKET,
      ...FN,
      ...role("lambda"),
      "aws_s3_bucket_notification.it": { bucket: "bucket", lambda_function: [{ lambda_function_arn: FN_ARN }] },
    },
    permits: permission("s3.amazonaws.com", "${aws_s3_bucket.bucket.arn}"),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "rule → function",
    kind: "target",
    parts: { ...FN, ...role("lambda"), ...target(FN_ARN) },
    permits: permission("events.amazonaws.com", RULE_ARN),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "rule → queue",
    kind: "target",
    parts: { ...QUEUE, ...target(QUEUE_ARN) },
    permits: queuePolicy("events.amazonaws.com", RULE_ARN),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "rule → topic",
    kind: "target",
    parts: { ...TOPIC, ...target(TOPIC_ARN) },
    permits: topicPolicy("events.amazonaws.com", RULE_ARN),
    actions: ["sns:Publish"],
  },
  {
    name: "rule → state machine",
    kind: "target",
    parts: {
      "aws_sfn_state_machine.machine": { name: "machine", role_arn: "arn:aws:iam::111122223333:role/other" },
      ...target("${aws_sfn_state_machine.machine.arn}", { role_arn: ROLE_ARN }),
    },
    permits: role("events", allow("Start", ["states:StartExecution"], ["${aws_sfn_state_machine.machine.arn}"])),
    actions: ["states:StartExecution"],
  },
  {
    name: "schedule → queue",
    kind: "target",
    parts: { ...QUEUE, "aws_scheduler_schedule.it": { name: "it", target: { arn: QUEUE_ARN, role_arn: ROLE_ARN } } },
    permits: role("scheduler", allow("Send", ["sqs:SendMessage"], [QUEUE_ARN])),
    actions: ["sqs:SendMessage"],
  },
  {
    name: "REST API → function",
    kind: "GET /",
    parts: {
      ...API,
      ...FN,
      ...role("lambda"),
      "aws_api_gateway_integration.it": {
        rest_api_id: "${aws_api_gateway_rest_api.api.id}",
        resource_id: "${aws_api_gateway_rest_api.api.root_resource_id}",
        http_method: "GET",
        type: "AWS_PROXY",
        uri: "${aws_lambda_function.fn.invoke_arn}",
      },
    },
    permits: permission("apigateway.amazonaws.com", "${aws_api_gateway_rest_api.api.execution_arn}/v1/GET/"),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "HTTP API → function",
    kind: "GET /notes/{id}",
    parts: {
      ...HTTP_API,
      ...FN,
      ...role("lambda"),
      "aws_apigatewayv2_integration.it": {
        api_id: "${aws_apigatewayv2_api.api.id}",
        integration_type: "AWS_PROXY",
        integration_uri: FN_ARN,
      },
      "aws_apigatewayv2_route.it": {
        api_id: "${aws_apigatewayv2_api.api.id}",
        route_key: "GET /notes/{id}",
        target: "integrations/${aws_apigatewayv2_integration.it.id}",
      },
    },
    permits: permission("apigateway.amazonaws.com", "${aws_apigatewayv2_api.api.execution_arn}/v1/GET/notes/*"),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "API → authorizer",
    kind: "authorizer",
    parts: {
      ...API,
      ...FN,
      ...role("lambda"),
      "aws_api_gateway_authorizer.it": {
        rest_api_id: "${aws_api_gateway_rest_api.api.id}",
        name: "it",
        authorizer_uri: "${aws_lambda_function.fn.invoke_arn}",
      },
    },
    permits: permission(
      "apigateway.amazonaws.com",
      "${aws_api_gateway_rest_api.api.execution_arn}/authorizers/${aws_api_gateway_authorizer.it.id}",
    ),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "state machine → function",
    kind: "task",
    parts: {
      "aws_lambda_function.fn": { function_name: "fn", role: "arn:aws:iam::111122223333:role/other" },
      ...machine({ Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: FN_ARN } }),
    },
    permits: role("states", allow("Invoke", ["lambda:InvokeFunction"], [FN_ARN])),
    actions: ["lambda:InvokeFunction"],
  },
  {
    name: "state machine → table",
    kind: "task",
    parts: {
      ...TABLE,
      ...machine({ Resource: "arn:aws:states:::dynamodb:putItem", Parameters: { TableName: "table" } }),
    },
    permits: role("states", allow("Put", ["dynamodb:PutItem"], [TABLE_ARN])),
    actions: ["dynamodb:PutItem"],
  },
  {
    name: "alarm → topic",
    kind: "alarm",
    parts: { ...TOPIC, "aws_cloudwatch_metric_alarm.it": { alarm_name: "it", alarm_actions: [TOPIC_ARN] } },
    permits: topicPolicy("cloudwatch.amazonaws.com", "${aws_cloudwatch_metric_alarm.it.arn}"),
    actions: ["sns:Publish"],
  },
];
