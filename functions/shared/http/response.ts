import type { APIGatewayProxyResult } from "aws-lambda";

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

export function empty(status: 204 | 304, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers, body: "" };
}

export function toProxyResult(response: HttpResponse, correlationId: string): APIGatewayProxyResult {
  return {
    statusCode: response.status,
    headers: { ...response.headers, "x-correlation-id": correlationId },
    body: response.body,
    isBase64Encoded: false,
  };
}
