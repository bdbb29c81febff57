import * as z from "zod";
import type { HeaderDescription, OperationDescription, ResponseDescription } from "../../shared/openapi";
import type { OperationId } from "./routes";

const SERVICE: HeaderDescription = {
  name: "X-Service",
  description: "The service whose flags are evaluated. Without it: service-0001.",
};
const ETAG: HeaderDescription = { name: "ETag", description: "Another one as soon as any evaluation is another." };
const RETRY_AFTER: HeaderDescription = { name: "Retry-After", description: "Seconds to wait before a repeat." };

const failure = (description: string, schema: string, ...headers: HeaderDescription[]): ResponseDescription => ({
  description,
  schema,
  headers,
});

/** The routes of routes.ts for an OpenAPI document. The schemas that they name are in `evaluationSchemas`. */
export const evaluationOperations: Record<OperationId, OperationDescription> = {
  evaluateFlags: {
    summary: "Evaluate all flags of a service for a context (OFREP)",
    headers: [SERVICE, { name: "If-None-Match", description: "ETag of the evaluations that the caller has." }],
    body: "EvaluationRequest",
    responses: {
      200: { description: "What every flag resolves to.", schema: "BulkEvaluation", headers: [ETAG] },
      304: { description: "The caller has these evaluations.", headers: [ETAG] },
      400: failure("The body, the context or the service cannot be accepted.", "BulkEvaluationFailure"),
      415: {
        description: "The body is not application/json.",
        schema: "Problem",
        mediaType: "application/problem+json",
      },
      500: failure("The flags cannot be read.", "BulkEvaluationFailure", RETRY_AFTER),
    },
  },
  evaluateFlag: {
    summary: "Evaluate a flag of a service for a context (OFREP)",
    path: { key: z.string().min(1) },
    headers: [SERVICE],
    body: "EvaluationRequest",
    responses: {
      200: { description: "What the flag resolves to.", schema: "Evaluation" },
      400: failure("The body, the context, the service or the flag cannot be evaluated.", "EvaluationFailure"),
      404: failure("The service has no such flag.", "EvaluationFailure"),
      415: {
        description: "The body is not application/json.",
        schema: "Problem",
        mediaType: "application/problem+json",
      },
      500: failure("The flags cannot be read.", "EvaluationFailure", RETRY_AFTER),
    },
  },
};

const metadata = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .meta({ description: "Of a flag: the service, its own metadata and its version; stale and age_ms in an outage." });

const key = z.string().meta({ description: "The flag's id." });

const errorCode = z.enum(["PARSE_ERROR", "INVALID_CONTEXT", "FLAG_NOT_FOUND", "GENERAL"]);

const evaluation = z
  .object({
    key,
    value: z.union([z.boolean(), z.string(), z.number(), z.record(z.string(), z.unknown())]).optional(),
    variant: z.string().optional(),
    reason: z.enum(["STATIC", "TARGETING_MATCH", "DEFAULT", "DISABLED"]),
    metadata,
  })
  .meta({ description: "What a flag resolves to. Without a value: to the caller's own default." });

const evaluationFailure = z.object({
  key,
  errorCode,
  errorDetails: z.string().optional(),
  metadata: metadata.optional(),
});

/** The schemas of the evaluation routes' bodies, by the names that `evaluationOperations` gives them. */
export const evaluationSchemas = {
  EvaluationRequest: z
    .object({ context: z.looseObject({ targetingKey: z.string().optional() }) })
    .meta({ description: "The context that flags are evaluated for." }),
  Evaluation: evaluation,
  EvaluationFailure: evaluationFailure,
  BulkEvaluation: z.object({ flags: z.array(z.union([evaluation, evaluationFailure])), metadata }),
  BulkEvaluationFailure: z.object({ errorCode, errorDetails: z.string().optional() }),
};
