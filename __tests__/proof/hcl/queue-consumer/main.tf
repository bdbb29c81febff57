# Two topics into one encrypted queue, and a function that consumes it.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "account_id" {
  type    = string
  default = "123456789012"
}

variable "topics" {
  type    = set(string)
  default = ["orders", "refunds"]
}

resource "aws_sns_topic" "this" {
  for_each          = var.topics
  name              = "shop-${each.key}"
  kms_master_key_id = aws_kms_key.this.id
  policy            = data.aws_iam_policy_document.tls_only.json
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "DenyPlainText"
    effect    = "Deny"
    actions   = ["sns:Publish", "sqs:SendMessage", "sqs:ReceiveMessage"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_subscription" "this" {
  for_each             = var.topics
  topic_arn            = aws_sns_topic.this[each.key].arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.this.arn
  raw_message_delivery = true
}

resource "aws_sqs_queue" "this" {
  name                       = "shop-events"
  visibility_timeout_seconds = 180
  kms_master_key_id          = aws_kms_key.this.arn
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "shop-events-dead-letters"
  message_retention_seconds = 1209600
  kms_master_key_id         = aws_kms_key.this.arn
}

data "aws_iam_policy_document" "queue" {
  source_policy_documents = [data.aws_iam_policy_document.tls_only.json]

  statement {
    sid       = "TopicsSend"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.this.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [for topic in aws_sns_topic.this : topic.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy    = data.aws_iam_policy_document.queue.json
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id
  policy    = data.aws_iam_policy_document.tls_only.json
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }
  }

  statement {
    sid       = "TopicsEncrypt"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    # By name: the topics are made with this key.
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [for name in var.topics : "arn:aws:sns:eu-west-1:${var.account_id}:shop-${name}"]
    }
  }
}

resource "aws_kms_key" "this" {
  description         = "Encrypts the shop's events"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "consumer" {
  name_prefix        = "shop-consumer-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "consumer" {
  statement {
    sid       = "Consume"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.this.arn]
  }

  statement {
    sid       = "DecryptMessages"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.this.arn]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.consumer.arn}:*"]
  }
}

resource "aws_iam_policy" "consumer" {
  name_prefix = "shop-consumer-"
  policy      = data.aws_iam_policy_document.consumer.json
}

resource "aws_iam_role_policy_attachment" "consumer" {
  role       = aws_iam_role.consumer.name
  policy_arn = aws_iam_policy.consumer.arn
}

resource "aws_cloudwatch_log_group" "consumer" {
  name              = "/aws/lambda/shop-consumer"
  retention_in_days = 14
}

resource "aws_lambda_function" "consumer" {
  function_name = "shop-consumer"
  role          = aws_iam_role.consumer.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  timeout       = 30
  s3_bucket     = "shop-artifacts"
  s3_key        = "consumer.zip"

  depends_on = [aws_cloudwatch_log_group.consumer, aws_iam_role_policy_attachment.consumer]
}

resource "aws_lambda_event_source_mapping" "consumer" {
  event_source_arn        = aws_sqs_queue.this.arn
  function_name           = aws_lambda_function.consumer.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}
