import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

export interface SignedRequest {
  /** The service the signature is for, such as `execute-api`. */
  readonly service: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** `fetch`, signed with SigV4 as an AWS client would. */
export async function signedFetch(url: URL, request: SignedRequest): Promise<Response> {
  const { service, region, credentials, method = "GET", body } = request;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...request.headers, host: url.host },
    ...(body !== undefined && { body }),
  });
  return fetch(url, {
    method,
    headers: signed.headers,
    ...(body !== undefined && { body }),
    ...(request.signal && { signal: request.signal }),
  });
}
