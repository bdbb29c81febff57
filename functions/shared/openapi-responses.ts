import type { HeaderDescription, ResponseDescription } from "./openapi";

/* What the documents of all APIs here say alike. */

export const CORRELATION: HeaderDescription = {
  name: "X-Correlation-Id",
  description: "Given by the caller or by API Gateway; found again in logs and traces.",
};
export const ETAG: HeaderDescription = {
  name: "ETag",
  description: 'The version as a strong entity tag, such as "3".',
};
export const IF_MATCH: HeaderDescription = {
  name: "If-Match",
  description: "The ETag of the version to change, or *.",
  required: true,
};
export const RETRY_AFTER: HeaderDescription = { name: "Retry-After", description: "Seconds to wait before a repeat." };

export const problem = (description: string, ...headers: HeaderDescription[]): ResponseDescription => ({
  description,
  schema: "Problem",
  mediaType: "application/problem+json",
  headers: [CORRELATION, ...headers],
});

export const success = (
  description: string,
  schema?: string,
  ...headers: HeaderDescription[]
): ResponseDescription => ({
  description,
  ...(schema && { schema }),
  headers: [CORRELATION, ...headers],
});

/** What every operation may answer. */
export const failures = {
  500: problem("A fault of the service."),
  503: problem("The service is busy.", RETRY_AFTER),
};
