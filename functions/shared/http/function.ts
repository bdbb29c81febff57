import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { logger } from "../logger";
import { observed } from "../observed";
import { traced } from "../tracing";
import { problemFrom } from "./failure";
import { problemResponse } from "./problem";
import { type HttpRequest, readRequest } from "./request";
import { type HttpResponse, toProxyResult } from "./response";

/**
 * A Lambda handler that answers API Gateway: with the service's response, or with a problem for whatever it throws.
 * Only an event that is not a request at all makes the invocation itself fail.
 */
export function httpFunction(service: (request: HttpRequest) => Promise<HttpResponse>) {
  return observed(async (event: unknown, context: Context): Promise<APIGatewayProxyResult> => {
    const request = readRequest(event, context);
    logger.appendKeys({ correlation_id: request.correlationId });
    try {
      const annotations = { correlation_id: request.correlationId, method: request.method };
      const response = await traced(`## ${context.functionName}`, annotations, () => answer(service, request));
      return toProxyResult(response, request.correlationId);
    } finally {
      logger.resetKeys();
    }
  });
}

async function answer(
  service: (request: HttpRequest) => Promise<HttpResponse>,
  request: HttpRequest,
): Promise<HttpResponse> {
  const started = Date.now();
  const summary = (status: number) => ({
    method: request.method,
    path: request.path,
    status,
    duration_ms: Date.now() - started,
  });
  try {
    const response = await service(request);
    logger.info("request answered", summary(response.status));
    return response;
  } catch (thrown) {
    const problem = problemFrom(thrown);
    const line = { ...summary(problem.status), problem: problem.slug };
    if (problem.status < 500) logger.info("request refused", line);
    else logger.error("request failed", { ...line, error: thrown as Error });
    return problemResponse(problem, request);
  }
}
