import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";

type Handler = (event: unknown, context: Context) => Promise<APIGatewayProxyResult>;

/** Hosts a function on loopback as API Gateway does, so that a client that knows only HTTP can be tried on it. */
export async function ofrepServer(handler: Handler) {
  const server = createServer(async (request, response) => {
    const rawBody = await bodyOf(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    const answer = await handler(apiGatewayEvent(request.method ?? "", path, { rawBody, headers }), lambdaContext);
    response.writeHead(answer.statusCode, answer.headers as Record<string, string>).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { baseUrl: `http://127.0.0.1:${port}`, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
