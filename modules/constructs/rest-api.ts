import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import { accessLogFormat } from "./access-log-format";
import { Alarm } from "./alarm";
import type { Bucket } from "./bucket";
import { DeliveryStream } from "./delivery-stream";
import type { LambdaFunction } from "./lambda-function";
import { gatewayProblems } from "./rest-api-problems";
import { RestApiRoutes } from "./rest-api-routes";
import { System } from "./system";
import { Variable } from "./variable";

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Such as `/items/{id}`. */
  readonly path: string;
  readonly handler: LambdaFunction;
  /** Set: callers of this route sign with IAM, whatever the operator opens. @default the operator's choice */
  readonly authorization?: "AWS_IAM";
}

export interface RestApiProps {
  readonly description: string;
  readonly routes: readonly Route[];
  /** Where access logs go, under `access-logs/`. */
  readonly logBucket: Bucket;
  /** First part of the URL's path. @default "v1" */
  readonly stageName?: string;
}

/** API Gateway lets no account-wide setting be missing for this destination; its name must start so. */
const ACCESS_LOG_STREAM_PREFIX = "amazon-apigateway-";

/**
 * A regional REST API whose routes invoke functions through their aliases. Callers sign with IAM unless the operator
 * opens it; errors of the gateway itself are problem+json like the functions' own.
 */
export class RestApi extends Construct {
  readonly resource: ApiGatewayRestApi;
  readonly stage: ApiGatewayStage;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const system = System.of(this);
    const stageName = props.stageName ?? "v1";
    if (props.routes.length === 0) throw new ConstructError(this, "This API has no routes. Give it at least one.");
    const { authorization, rateLimit, burstLimit } = this.variables();

    this.resource = new ApiGatewayRestApi(this, "resource", {
      name: system.label.name(id, 1024),
      description: props.description,
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    const routes = new RestApiRoutes(this, "routes", { api: this.resource, stageName, authorization, ...props });
    const problems = gatewayProblems(this, this.resource);
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.resource.id,
      // API Gateway serves a copy made at deployment: whatever changes the definition must make a new one.
      triggers: {
        definition: createHash("sha256")
          .update(JSON.stringify([routes.definition, problems.definition]))
          .digest("hex"),
        authorization,
      },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...routes.resources, ...problems.resources],
    });
    const accessLogs = new DeliveryStream(this, "access-logs", {
      bucket: props.logBucket,
      prefix: "access-logs",
      namePrefix: ACCESS_LOG_STREAM_PREFIX,
    });
    this.stage = new ApiGatewayStage(this, "stage", {
      restApiId: this.resource.id,
      deploymentId: deployment.id,
      stageName,
      xrayTracingEnabled: true,
      variables: { environment: system.environment },
      accessLogSettings: { destinationArn: accessLogs.arn, format: accessLogFormat() },
    });
    new ApiGatewayMethodSettings(this, "settings", {
      restApiId: this.resource.id,
      stageName: this.stage.stageName,
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        // Execution logs need a role that is set for the whole account; the functions log what matters.
        loggingLevel: "OFF",
        throttlingRateLimit: rateLimit.numberValue,
        throttlingBurstLimit: burstLimit.numberValue,
      },
    });
    this.watch();
  }

  /** Base URL, without a slash at its end. */
  get url(): string {
    return this.stage.invokeUrl;
  }

  private variables() {
    const system = System.of(this);
    const rateLimit = new Variable(system, "api_rate_limit", {
      type: "number",
      description: "Requests a second that the API takes before it answers 429.",
      default: 100,
      validation: [
        {
          condition: "var.api_rate_limit >= 1 && var.api_rate_limit <= 10000",
          errorMessage: "The api_rate_limit must be from 1 to 10000 requests a second.",
        },
      ],
    });
    const burstLimit = new Variable(system, "api_burst_limit", {
      type: "number",
      description: "Requests at once that the API takes before it answers 429.",
      default: 200,
      validation: [
        {
          condition: "var.api_burst_limit >= 1 && var.api_burst_limit <= 5000",
          errorMessage: "The api_burst_limit must be from 1 to 5000 requests.",
        },
      ],
    });
    const authorization = new Variable(system, "api_authorization", {
      type: "string",
      description: "AWS_IAM: callers sign their requests. NONE: anybody may call.",
      default: "AWS_IAM",
      validation: [
        {
          condition: 'contains(["AWS_IAM", "NONE"], var.api_authorization)',
          errorMessage: "The api_authorization must be AWS_IAM or NONE.",
        },
      ],
    }).stringValue;
    return { authorization, rateLimit, burstLimit };
  }

  private watch(): void {
    const metric = (metricName: string) => ({
      namespace: "AWS/ApiGateway",
      metricName,
      dimensions: { ApiName: this.resource.name, Stage: this.stage.stageName },
    });
    new Alarm(this, "server-errors", {
      description: `${this.node.path} answers with 5xx: look at the functions' errors first.`,
      ...metric("5XXError"),
      statistic: "Sum",
      threshold: 0,
    });
    const { dashboard } = System.of(this);
    dashboard.graph(`${this.node.id}: requests`, ["Count", "4XXError", "5XXError"].map(metric));
    dashboard.graph(`${this.node.id}: latency (ms)`, [
      { ...metric("Latency"), statistic: "p50" },
      { ...metric("Latency"), statistic: "p99" },
    ]);
  }
}
