import type { ErrorCode } from "@openfeature/core";
import { type HttpResponse, json } from "../../shared/http/response";

/**
 * An answer that says why nothing was evaluated, in the protocol's own shape: OpenFeature's SDKs read it, and would
 * take a problem document for the answer of another server.
 */
export class OfrepFailure extends Error {
  override readonly name = "OfrepFailure";

  /** @param details what is wrong, the value, what is allowed */
  constructor(
    readonly status: 400 | 404 | 500,
    readonly errorCode: ErrorCode,
    details: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
  }
}

/** @param key the flag that was asked for; undefined where it was all of them */
export function failureResponse(failure: OfrepFailure, key: string | undefined): HttpResponse {
  const body = { ...(key !== undefined && { key }), errorCode: failure.errorCode, errorDetails: failure.message };
  return json(failure.status, body, failure.headers);
}
