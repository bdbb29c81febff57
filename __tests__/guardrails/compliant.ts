/** A stack's JSON while a test still edits it. */
export interface EditableJson {
  terraform: Record<string, unknown>;
  provider: Record<string, unknown>;
  variable: Record<string, Record<string, unknown>>;
  output: Record<string, Record<string, unknown>>;
  locals: Record<string, unknown>;
  resource: Record<string, Record<string, Record<string, unknown>>>;
  data: Record<string, Record<string, Record<string, unknown>>>;
}

const ENVIRONMENT = "${var.environment}";
const KEY = "${aws_kms_key.key.arn}";

export const TAGS = {
  environment: ENVIRONMENT,
  system: "orders",
  cost_center: "${var.cost_center}",
  owner: "${var.owner}",
  managed_by: "terraform",
};

/** @returns a small system that no rule objects to: a queue with a dead-letter queue, its function, a table, a bucket, an API stage. */
export function compliant(): EditableJson {
  return {
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.0" } },
      backend: { s3: { key: "orders/terraform.tfstate", use_lockfile: true } },
    },
    provider: { aws: [{ region: "us-east-1", default_tags: [{ tags: TAGS }] }] },
    variable: variables(),
    output: { queue_url: { description: "Where orders go in.", value: "${aws_sqs_queue.orders.url}" } },
    locals: {},
    data: {},
    resource: {
      aws_kms_key: { key: at("key", { policy: policy(keyStatement()) }) },
      ...queues(),
      ...worker(),
      ...alarms(),
      ...storage(),
      aws_api_gateway_stage: {
        api: at("api/stage", { access_log_settings: { format: '{"requestId":"$context.requestId"}' } }),
      },
      aws_lambda_permission: {
        api: at("api/permission", {
          principal: "apigateway.amazonaws.com",
          source_arn: "${aws_api_gateway_rest_api.api.execution_arn}/*/GET/orders",
        }),
      },
    },
  };
}

/** @returns policy JSON of the given statements, as our constructs write it. */
export function policy(...statements: readonly Record<string, unknown>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function allow(action: unknown, resource: unknown): Record<string, unknown> {
  return { Effect: "Allow", Action: action, Resource: resource };
}

export function denyPlainText(action: string, resource: unknown): Record<string, unknown> {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** What the function's role may do in the compliant stack. */
export function workerStatements(): Record<string, unknown>[] {
  return [
    allow(
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      ["${aws_cloudwatch_log_group.worker.arn}", "${aws_cloudwatch_log_group.worker.arn}:*"],
    ),
    allow("xray:PutTraceSegments", "*"),
    allow("sqs:SendMessage", "${aws_sqs_queue.failed.arn}"),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY),
  ];
}

/** @returns arguments with the metadata by which cdktf names the construct, `orders/<path>`. */
export function at(path: string, attributes: Record<string, unknown>): Record<string, unknown> {
  return { ...attributes, "//": { metadata: { path: `orders/${path}` } } };
}

function variables(): EditableJson["variable"] {
  const pattern = "^[a-z][a-z0-9-]{1,11}$";
  return {
    environment: {
      type: "string",
      description: "Suffix of every name.",
      default: "dev",
      validation: [
        {
          condition: `\${can(regex("${pattern}", var.environment))}`,
          error_message: "The environment must be 2 to 12 lower-case letters.",
        },
      ],
    },
    cost_center: { type: "string", description: "Who pays.", default: "engineering" },
    owner: { type: "string", description: "Who answers.", default: "platform-team" },
  };
}

function keyStatement(): Record<string, unknown> {
  return { ...allow("kms:*", "*"), Principal: { AWS: "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" } };
}

function queues(): EditableJson["resource"] {
  const queue = (name: string) => ({ name: `orders-${name}-${ENVIRONMENT}`, kms_master_key_id: KEY });
  const tlsOnly = (name: string) => ({
    queue_url: `\${aws_sqs_queue.${name}.url}`,
    policy: policy(denyPlainText("sqs:*", `\${aws_sqs_queue.${name}.arn}`)),
  });
  return {
    aws_sqs_queue: {
      orders: at("orders/queue", {
        ...queue("incoming"),
        redrive_policy: JSON.stringify({ deadLetterTargetArn: "${aws_sqs_queue.failed.arn}", maxReceiveCount: 5 }),
      }),
      failed: at("failed/queue", queue("failed")),
    },
    aws_sqs_queue_policy: {
      orders: at("orders/policy", tlsOnly("orders")),
      failed: at("failed/policy", tlsOnly("failed")),
    },
    aws_sns_topic: { alarms: at("alarms/topic", { name: `orders-alarms-${ENVIRONMENT}`, kms_master_key_id: KEY }) },
    aws_sns_topic_policy: {
      alarms: at("alarms/policy", {
        arn: "${aws_sns_topic.alarms.arn}",
        policy: policy(denyPlainText("sns:Publish", "${aws_sns_topic.alarms.arn}")),
      }),
    },
  };
}

function worker(): EditableJson["resource"] {
  const name = `orders-worker-${ENVIRONMENT}`;
  return {
    aws_iam_role: {
      worker: at("worker/role", {
        name_prefix: `orders-worker-${ENVIRONMENT}-`,
        assume_role_policy: policy({
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        }),
      }),
    },
    aws_iam_role_policy: {
      worker: at("worker/policy", { role: "${aws_iam_role.worker.id}", policy: policy(...workerStatements()) }),
    },
    aws_cloudwatch_log_group: {
      worker: at("worker/logs", { name: `/aws/lambda/${name}`, retention_in_days: 7, kms_key_id: KEY }),
    },
    aws_lambda_function: {
      worker: at("worker/function", {
        function_name: name,
        role: "${aws_iam_role.worker.arn}",
        runtime: "nodejs22.x",
        handler: "index.handler",
        filename: "${path.module}/assets/worker/0A1B/worker.zip",
        source_code_hash: "q83vASNFZ4k=",
        reserved_concurrent_executions: 10,
        tracing_config: { mode: "Active" },
        dead_letter_config: { target_arn: "${aws_sqs_queue.failed.arn}" },
      }),
    },
    aws_lambda_event_source_mapping: {
      worker: at("worker/from-orders", {
        event_source_arn: "${aws_sqs_queue.orders.arn}",
        function_name: "${aws_lambda_function.worker.arn}",
      }),
    },
  };
}

function alarms(): EditableJson["resource"] {
  const alarm = (path: string, metric: Record<string, unknown>) =>
    at(path, {
      alarm_name: `orders-${path.replace("/", "-")}-${ENVIRONMENT}`,
      alarm_actions: ["${aws_sns_topic.alarms.arn}"],
      ...metric,
    });
  const ofWorker = (metric_name: string) =>
    alarm(`worker/${metric_name.toLowerCase()}`, {
      namespace: "AWS/Lambda",
      metric_name,
      dimensions: { FunctionName: "${aws_lambda_function.worker.function_name}" },
    });
  const ofQueue = (queue: string, metric_name: string) =>
    alarm(`${queue}/alarm`, {
      namespace: "AWS/SQS",
      metric_name,
      dimensions: { QueueName: `\${aws_sqs_queue.${queue}.name}` },
    });
  return {
    aws_cloudwatch_metric_alarm: {
      worker_errors: ofWorker("Errors"),
      worker_throttles: ofWorker("Throttles"),
      worker_duration: ofWorker("Duration"),
      orders_age: ofQueue("orders", "ApproximateAgeOfOldestMessage"),
      failed_visible: ofQueue("failed", "ApproximateNumberOfMessagesVisible"),
    },
    aws_cloudwatch_dashboard: { dashboard: at("dashboard", { dashboard_name: `orders-overview-${ENVIRONMENT}` }) },
  };
}

function storage(): EditableJson["resource"] {
  const bucket = "${aws_s3_bucket.archive.id}";
  const arn = "${aws_s3_bucket.archive.arn}";
  return {
    aws_dynamodb_table: {
      orders: at("table", {
        name: `orders-table-${ENVIRONMENT}`,
        billing_mode: "PAY_PER_REQUEST",
        point_in_time_recovery: { enabled: true },
        server_side_encryption: { enabled: true, kms_key_arn: KEY },
      }),
    },
    aws_s3_bucket: { archive: at("archive/bucket", { bucket: `orders-archive-${ENVIRONMENT}` }) },
    aws_s3_bucket_versioning: {
      archive: at("archive/versioning", { bucket, versioning_configuration: { status: "Enabled" } }),
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      archive: at("archive/encryption", {
        bucket,
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY } }],
      }),
    },
    aws_s3_bucket_public_access_block: {
      archive: at("archive/public-access", {
        bucket,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      }),
    },
    aws_s3_bucket_lifecycle_configuration: {
      archive: at("archive/lifecycle", {
        bucket,
        rule: [{ id: "expire", status: "Enabled", expiration: [{ days: 90 }] }],
      }),
    },
    aws_s3_bucket_policy: {
      archive: at("archive/policy", { bucket, policy: policy(denyPlainText("s3:*", [arn, `${arn}/*`])) }),
    },
  };
}
