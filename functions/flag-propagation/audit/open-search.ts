import { createHash } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { fromEnv } from "@aws-sdk/credential-provider-env";
import { SignatureV4 } from "@smithy/signature-v4";
import { env } from "../../shared/env";
import { answeredFailure, connectionFailure, isStaleConnection } from "./open-search-failure";

export interface OpenSearchRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Such as `/flag-audit-2026.11/_search`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON, or lines of JSON for `_bulk`. Repeating the request must do no harm. */
  readonly body?: string;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
}

/**
 * An OpenSearch domain, asked over HTTP with requests that are signed with the function's own role. A node without the
 * security plugin takes no notice of the signature. Connections are kept between requests.
 */
export class OpenSearch {
  private readonly base: URL;
  private readonly signer: SignatureV4;

  /** @param endpoint base URL, such as `https://vpc-flag-audit.eu-west-1.es.amazonaws.com` or `http://127.0.0.1:9200` */
  constructor(endpoint: string) {
    this.base = baseUrl(endpoint);
    this.signer = new SignatureV4({
      service: "es",
      region: env("AWS_REGION"),
      credentials: fromEnv(),
      sha256: Sha256,
    });
  }

  /**
   * @returns the answer's JSON
   * @throws OpenSearchFailure for every answer but a success, and where there is none
   */
  async request(request: OpenSearchRequest): Promise<unknown> {
    const url = new URL(request.path, this.base);
    url.search = queryString(request.query);
    const { status, text } = await this.answer(url, request);
    if (status < 200 || status > 299) throw answeredFailure(status, text, url.host);
    return text === "" ? {} : JSON.parse(text);
  }

  private async answer(url: URL, request: OpenSearchRequest): Promise<{ status: number; text: string }> {
    try {
      return await this.send(url, request).catch((error) => {
        // A function that slept finds its connections closed by the other side.
        if (isStaleConnection(error)) return this.send(url, request);
        throw error;
      });
    } catch (error) {
      throw connectionFailure(error, url.host, request.timeoutMs);
    }
  }

  private async send(url: URL, request: OpenSearchRequest) {
    const { method, body, timeoutMs } = request;
    const response = await fetch(url, {
      method,
      headers: await this.signedHeaders(url, request),
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, text: await response.text() };
  }

  private async signedHeaders(url: URL, request: OpenSearchRequest): Promise<Record<string, string>> {
    const { method, query = {}, body } = request;
    const { headers } = await this.signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      query: { ...query },
      headers: {
        host: url.host,
        ...(body !== undefined && {
          "content-type": "application/json",
          // Node's own hash: the signer's, in JavaScript, takes five times as long for a body of megabytes.
          "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
        }),
      },
    });
    return headers;
  }
}

/** Not URLSearchParams': it makes a space a plus, which a signature knows as a plus. */
function queryString(query: OpenSearchRequest["query"] = {}): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

function baseUrl(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const secure = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.has(url.hostname));
  if (url === undefined || !secure || url.pathname !== "/" || url.search !== "" || url.username !== "") {
    throw new Error(
      `AUDIT_ENDPOINT is '${url?.username ? "a URL with a user" : endpoint}'. It has to be https://host without a path; http:// is for this machine's own addresses alone.`,
    );
  }
  return url;
}
