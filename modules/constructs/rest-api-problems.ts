import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";

interface GatewayProblem {
  readonly responseType: string;
  /** @default API Gateway's own, for the responses that stand for many statuses */
  readonly status?: number;
  /** Ends the problem's `type`. */
  readonly slug: string;
  readonly title: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What API Gateway answers by itself, without asking a function. */
const PROBLEMS: readonly GatewayProblem[] = [
  { responseType: "BAD_REQUEST_BODY", status: 400, slug: "malformed-json", title: "The body is not a JSON object" },
  {
    responseType: "BAD_REQUEST_PARAMETERS",
    status: 400,
    slug: "invalid-parameters",
    title: "A parameter is missing or wrong",
  },
  {
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    status: 403,
    slug: "unauthorized",
    title: "Not signed, or no such route",
  },
  { responseType: "ACCESS_DENIED", status: 403, slug: "forbidden", title: "The caller may not do this" },
  { responseType: "REQUEST_TOO_LARGE", status: 413, slug: "content-too-large", title: "The body is too large" },
  { responseType: "THROTTLED", status: 429, slug: "too-many-requests", title: "Too many requests", retryAfter: 1 },
  {
    responseType: "QUOTA_EXCEEDED",
    status: 429,
    slug: "quota-exceeded",
    title: "The quota is used up",
    retryAfter: 3600,
  },
  { responseType: "INTEGRATION_TIMEOUT", status: 504, slug: "timeout", title: "No answer in time" },
  { responseType: "DEFAULT_4XX", slug: "bad-request", title: "The request can't be served" },
  { responseType: "DEFAULT_5XX", slug: "internal-error", title: "Something failed on our side" },
];

/** Makes the gateway's own errors problem+json (RFC 9457), like those of the functions behind it. */
export function gatewayProblems(scope: Construct, api: ApiGatewayRestApi) {
  const problems = new Construct(scope, "problems");
  const resources: TerraformResource[] = PROBLEMS.map(
    ({ responseType, status, slug, title, retryAfter }) =>
      new ApiGatewayGatewayResponse(problems, slug, {
        restApiId: api.id,
        responseType,
        ...(status === undefined ? {} : { statusCode: String(status) }),
        responseParameters: {
          "gatewayresponse.header.Content-Type": "'application/problem+json'",
          ...(retryAfter === undefined ? {} : { "gatewayresponse.header.Retry-After": `'${retryAfter}'` }),
        },
        responseTemplates: {
          "application/json": template(slug, title, status),
        },
      }),
  );
  return { resources, definition: PROBLEMS };
}

/** API Gateway fills in the variables; `messageString` brings quotes of its own and escapes those within. */
function template(slug: string, title: string, status: number | undefined): string {
  const problem = JSON.stringify({
    type: `urn:plumbline:problem:${slug}`,
    title,
    ...(status === undefined ? {} : { status }),
    instance: "$context.path",
    correlation_id: "$context.requestId",
  });
  return `${problem.slice(0, -1)},"detail":$context.error.messageString}`;
}
