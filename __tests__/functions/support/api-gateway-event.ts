export interface Call {
  readonly body?: unknown;
  /** Sent as it is, in place of `body` as JSON. */
  readonly rawBody?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** What API Gateway adds to the context of a request that it authenticated. @default nothing */
  readonly authenticated?: Readonly<Record<string, unknown>>;
}

/** What API Gateway hands to a function with a Lambda proxy integration (payload 1.0). */
export function apiGatewayEvent(method: string, path: string, call: Call = {}) {
  const rawBody = call.rawBody ?? (call.body === undefined ? null : JSON.stringify(call.body));
  return {
    resource: "/{proxy+}",
    httpMethod: method,
    path,
    headers: { ...(rawBody !== null && { "Content-Type": "application/json" }), ...call.headers },
    multiValueHeaders: {},
    queryStringParameters: call.query ?? null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: { environment: "test" },
    requestContext: {
      requestId: "gateway-request-1",
      stage: "test",
      path: `/test${path}`,
      httpMethod: method,
      ...call.authenticated,
    },
    body: rawBody,
    isBase64Encoded: call.isBase64Encoded ?? false,
  };
}
