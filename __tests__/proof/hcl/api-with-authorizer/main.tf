# An HTTP API with a Lambda authorizer, its functions made by a small module.

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

locals {
  routes = {
    list   = "GET /notes"
    create = "POST /notes"
  }
}

resource "aws_dynamodb_table" "notes" {
  name         = "notes"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

data "aws_iam_policy_document" "notes" {
  statement {
    sid       = "ReadAndWriteNotes"
    actions   = ["dynamodb:PutItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.notes.arn]
  }
}

module "notes" {
  source      = "./function"
  name        = "notes"
  environment = { NOTES_TABLE = aws_dynamodb_table.notes.name }
  policies    = { notes = data.aws_iam_policy_document.notes.json }
}

module "authorizer" {
  source = "./function"
  name   = "notes-authorizer"
}

resource "aws_apigatewayv2_api" "public" {
  name          = "notes"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_api" "admin" {
  name          = "notes-admin"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "public" {
  api_id      = aws_apigatewayv2_api.public.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_authorizer" "public" {
  api_id                            = aws_apigatewayv2_api.public.id
  name                              = "token"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = module.authorizer.invoke_arn
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
  identity_sources                  = ["$request.header.Authorization"]
}

resource "aws_apigatewayv2_integration" "notes" {
  api_id                 = aws_apigatewayv2_api.public.id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.notes.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "notes" {
  for_each           = local.routes
  api_id             = aws_apigatewayv2_api.public.id
  route_key          = each.value
  target             = "integrations/${aws_apigatewayv2_integration.notes.id}"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.public.id
}

resource "aws_lambda_permission" "notes" {
  statement_id  = "ApiInvokesNotes"
  action        = "lambda:InvokeFunction"
  function_name = module.notes.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.public.execution_arn}/*/*/notes"
}

resource "aws_lambda_permission" "authorizer" {
  statement_id  = "ApiInvokesAuthorizer"
  action        = "lambda:InvokeFunction"
  function_name = module.authorizer.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.public.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.public.id}"
}
