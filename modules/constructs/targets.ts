import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { LocalBackend } from "cdktf";
import type { Target } from "../target";
import { PartialS3Backend } from "./partial-s3-backend";
import type { System } from "./system";
import { Variable } from "./variable";

/** Lock files in the S3 backend came with 1.10, and OpenTofu's with its own 1.10. */
const REQUIRED_TERRAFORM = ">= 1.10.0";

/** Services whose endpoint the local target redirects: all that the systems call through the provider. */
const LOCAL_ENDPOINTS = [
  "apigateway",
  "cloudwatch",
  "cloudwatchlogs",
  "cognitoidentity",
  "cognitoidp",
  "dynamodb",
  "ec2",
  "elasticache",
  "events",
  "firehose",
  "iam",
  "kms",
  "lambda",
  "opensearch",
  "s3",
  "secretsmanager",
  "sfn",
  "sns",
  "sqs",
  "sts",
] as const;

/** Backend and provider: the only seams, beside the sources of secrets, in which the targets differ. */
export function configureTarget(stack: System, target: Target): void {
  stack.addOverride("terraform.required_version", REQUIRED_TERRAFORM);
  stack.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
  stack.addOverride("terraform.required_providers.aws.version", "~> 5.0");
  if (target === "aws") new PartialS3Backend(stack, `${stack.node.id}/terraform.tfstate`);
  if (target === "local") new LocalBackend(stack, { path: "terraform.tfstate" });
  if (target === "module") {
    // cdktf refuses a stack whose resources have no provider; asModule leaves this one out of what is written.
    new AwsProvider(stack, "aws", {});
    return;
  }
  const region = new Variable(stack, "aws_region", {
    type: "string",
    description: "Region that the system is deployed to.",
    default: "us-east-1",
    validation: [
      {
        condition: 'can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))',
        errorMessage: "The aws_region must be a region's code, such as eu-central-1.",
      },
    ],
  });
  new AwsProvider(stack, "aws", {
    region: region.stringValue,
    ...(target === "local" ? localProvider(stack) : {}),
  });
}

/**
 * For a system with resources in another Region: a provider that they name as `aws.<alias>`. A module declares it, and
 * its caller passes it: `providers = { aws = aws, aws.replica = aws.west }`.
 */
export function providerOf(stack: System, alias: string, region: string): AwsProvider {
  if (stack.target === "module") {
    stack.addOverride("terraform.required_providers.aws.configuration_aliases", [`aws.${alias}`]);
  }
  return new AwsProvider(stack, `aws-${alias}`, {
    alias,
    ...(stack.target === "module" ? {} : { region }),
    ...(stack.target === "local" ? localProvider(stack) : {}),
  });
}

/** For a system that makes a secret: it needs a provider of its own, once. */
export function useRandomProvider(stack: System): void {
  stack.addOverride("terraform.required_providers.random.source", "hashicorp/random");
  stack.addOverride("terraform.required_providers.random.version", "~> 3.5");
  if (stack.node.tryFindChild("random") === undefined) new RandomProvider(stack, "random");
}

/** A module has no provider block and no backend: both are its caller's. */
export function asModule(json: object): object {
  const { provider: _provider, ...module } = json as { provider?: object; terraform?: { backend?: object } };
  const { backend: _backend, ...terraform } = module.terraform ?? {};
  return { ...module, terraform };
}

/** cdktf's `//` notes say where a block comes from, which is of no use to a module's caller. */
export function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, inner]) => [key, withoutMetadata(inner)]),
  );
}

function localProvider(stack: System) {
  const endpoint = endpointOf(stack);
  return {
    accessKey: "test",
    secretKey: "test",
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    s3UsePathStyle: true,
    endpoints: [Object.fromEntries(LOCAL_ENDPOINTS.map((service) => [service, endpoint]))],
  };
}

/** One emulator stands in for all Regions. */
function endpointOf(stack: System): string {
  const there = stack.node.tryFindChild("variable")?.node.tryFindChild("aws_endpoint") as Variable | undefined;
  const endpoint =
    there ??
    new Variable(stack, "aws_endpoint", {
      type: "string",
      description: "URL of the AWS emulator that stands in for AWS.",
      default: "http://127.0.0.1:4566",
      validation: [
        {
          condition: 'can(regex("^https?://[^/]+/?$", var.aws_endpoint))',
          errorMessage: "The aws_endpoint must be a URL without a path, such as http://127.0.0.1:4566.",
        },
      ],
    });
  return endpoint.stringValue;
}
