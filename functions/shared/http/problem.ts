import * as z from "zod";
import type { HttpRequest } from "./request";
import type { HttpResponse } from "./response";

/** One fault of a body or of a parameter; `pointer` is a JSON Pointer into the body or names the parameter. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemOptions {
  readonly status: number;
  /** Stable, for programs: becomes `urn:plumbline:problem:<slug>`. */
  readonly slug: string;
  /** The same for every problem of this type. */
  readonly title: string;
  /** What is wrong this time, and how to mend it. */
  readonly detail: string;
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An answer that tells the caller what went wrong, as RFC 9457 describes it. Thrown anywhere, answered in one place.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly slug: string;
  readonly title: string;
  readonly errors: readonly Fault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ProblemOptions) {
    super(options.detail);
    this.status = options.status;
    this.slug = options.slug;
    this.title = options.title;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  /** The same problem under other headers. */
  with(headers: Readonly<Record<string, string>>): Problem {
    const { status, slug, title, message: detail, errors } = this;
    return new Problem({ status, slug, title, detail, headers, ...(errors && { errors }) });
  }
}

export const problemDocument = z
  .object({
    type: z.string().meta({ description: "Stable identifier of the kind of problem.", format: "uri" }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().meta({ description: "Path of the request.", format: "uri-reference" }),
    correlation_id: z.string().meta({ description: "Finds the request in logs and traces." }),
    errors: z
      .array(z.object({ pointer: z.string().meta({ description: "JSON Pointer (RFC 6901)." }), detail: z.string() }))
      .optional(),
  })
  .meta({ description: "Problem details (RFC 9457)." });

export function problemResponse(problem: Problem, request: HttpRequest): HttpResponse {
  const document: z.infer<typeof problemDocument> = {
    type: `urn:plumbline:problem:${problem.slug}`,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    instance: request.publicPath,
    correlation_id: request.correlationId,
    ...(problem.errors && { errors: [...problem.errors] }),
  };
  return {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...problem.headers },
    body: JSON.stringify(document),
  };
}
