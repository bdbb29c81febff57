import { type Fault, Problem } from "./problem";

/** Seconds after which a caller may try again. */
const RETRY_AFTER = { "retry-after": "1" };

export const malformedJson = (detail: string) =>
  new Problem({ status: 400, slug: "malformed-json", title: "The body is not a JSON object", detail });

export const invalidParameters = (errors: readonly Fault[]) =>
  new Problem({
    status: 400,
    slug: "invalid-parameters",
    title: "A parameter is missing or wrong",
    detail: "Correct the parameters listed in errors.",
    errors,
  });

export const invalidCursor = () =>
  new Problem({
    status: 400,
    slug: "invalid-cursor",
    title: "The cursor is not valid",
    detail: "Pass the next_cursor of this list's previous page unchanged, or none to start at the first page.",
  });

export const invalidHeader = (name: string, allowed: string) =>
  new Problem({
    status: 400,
    slug: "invalid-header",
    title: "A header is not valid",
    detail: `Header ${name} must be ${allowed}.`,
  });

export const notFound = (detail: string) => new Problem({ status: 404, slug: "not-found", title: "Not found", detail });

export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
  new Problem({
    status: 405,
    slug: "method-not-allowed",
    title: "The method is not allowed here",
    detail: `${method} is not allowed on this path. Allowed: ${allowed.join(", ")}.`,
    headers: { allow: allowed.join(", ") },
  });

export const requestInProgress = () =>
  new Problem({
    status: 409,
    slug: "request-in-progress",
    title: "A request with this Idempotency-Key is still in progress",
    detail: "Repeat the request after the time in Retry-After to get its outcome.",
    headers: RETRY_AFTER,
  });

export const preconditionFailed = (current: string) =>
  new Problem({
    status: 412,
    slug: "precondition-failed",
    title: "What you change has changed",
    detail: `${current} Read it again, repeat your change on it and send its new ETag in If-Match.`,
  });

export const contentTooLarge = (bytes: number, limit: number) =>
  new Problem({
    status: 413,
    slug: "content-too-large",
    title: "The body is too large",
    detail: `The body has ${bytes} bytes, ${limit} are allowed.`,
  });

export const unsupportedMediaType = (given: string | undefined) =>
  new Problem({
    status: 415,
    slug: "unsupported-media-type",
    title: "The body's media type is not supported",
    detail: `Content-Type is ${given === undefined ? "not given" : `'${given}'`}; send application/json.`,
    headers: { accept: "application/json" },
  });

export const invalidBody = (errors: readonly Fault[]) =>
  new Problem({
    status: 422,
    slug: "invalid-body",
    title: "The body does not match its schema",
    detail: "Correct the members listed in errors; GET /openapi.json has the schema.",
    errors,
  });

export const idempotencyKeyReused = () =>
  new Problem({
    status: 422,
    slug: "idempotency-key-reused",
    title: "The Idempotency-Key belongs to another request",
    detail: "This key was used with a different body. Use a new key for a new request.",
  });

export const preconditionRequired = () =>
  new Problem({
    status: 428,
    slug: "precondition-required",
    title: "If-Match is required",
    detail: 'Send the ETag of the version that you change, for example If-Match: "3".',
  });

export const internalError = () =>
  new Problem({
    status: 500,
    slug: "internal-error",
    title: "Something failed on our side",
    detail: "The fault is recorded. Report the correlation id if it happens again.",
  });

export const temporarilyUnavailable = () =>
  new Problem({
    status: 503,
    slug: "temporarily-unavailable",
    title: "The service is busy",
    detail: "Repeat the request after the time in Retry-After.",
    headers: RETRY_AFTER,
  });
