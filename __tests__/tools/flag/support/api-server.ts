import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface ApiRequest {
  readonly method: string;
  /** Path with query, below the API's stage. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ApiServer {
  /** With a stage, as API Gateway's URLs have one. */
  readonly url: string;
  stop(): Promise<void>;
}

const STAGE = "/v1";

/** Hosts whatever answers on a free port of loopback. */
export async function serve(answer: (request: ApiRequest) => Promise<ApiAnswer> | ApiAnswer): Promise<ApiServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    const {
      status,
      headers: own = {},
      body = "",
    } = await answer({
      method,
      target: url.slice(STAGE.length),
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(status, { ...own }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${STAGE}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
