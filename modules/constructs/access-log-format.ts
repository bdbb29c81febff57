/** API Gateway's `$context` variables that an access log line holds, by field. */
const FIELDS = {
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  path: "$context.path",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationStatus: "$context.integration.status",
  sourceIp: "$context.identity.sourceIp",
  userArn: "$context.identity.userArn",
  userAgent: "$context.identity.userAgent",
  xrayTraceId: "$context.xrayTraceId",
  error: "$context.error.message",
};

/** One line of JSON: API Gateway refuses a format that spans lines. */
export function accessLogFormat(): string {
  return JSON.stringify(FIELDS);
}
