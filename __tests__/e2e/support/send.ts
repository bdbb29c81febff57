import { signedFetch } from "../../../tools/local/signed-fetch";
import type { HttpAnswer, HttpRequest } from "./deployment";

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Sends a request to an API, signed unless it says otherwise. */
export async function send(
  url: URL,
  { signed = true, ...request }: HttpRequest,
  region: string,
  credentials: Credentials,
): Promise<HttpAnswer> {
  const response = signed
    ? await signedFetch(url, { service: "execute-api", region, credentials, ...request })
    : await fetch(url, request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
