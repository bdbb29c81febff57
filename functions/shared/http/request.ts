import type { Context } from "aws-lambda";
import * as z from "zod";

/** What an operation sees of an API Gateway event. */
export interface HttpRequest {
  readonly method: string;
  /** Below the stage or base path: `/items`. */
  readonly path: string;
  /** As the caller wrote it, with the stage or base path: `/v1/items`. */
  readonly publicPath: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The caller's own correlation id where it gave a sane one, else API Gateway's request id. */
  readonly correlationId: string;
  /** Whom AWS authenticated: the ARN that signed the request, or a Cognito subject. @default nobody */
  readonly principal?: string | undefined;
  /** The Lambda invocation that carries the request. */
  readonly context: Context;
}

const strings = z.record(z.string(), z.string().optional());

const apiGatewayEvent = z.looseObject({
  httpMethod: z.string(),
  path: z.string(),
  headers: strings.nullish(),
  queryStringParameters: strings.nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
  requestContext: z.looseObject({
    requestId: z.string(),
    path: z.string().optional(),
    identity: z
      .looseObject({ userArn: z.string().min(1) })
      .optional()
      .catch(undefined),
    authorizer: z
      .looseObject({ claims: z.looseObject({ sub: z.string().min(1) }) })
      .optional()
      .catch(undefined),
  }),
});

/** Ids are written to logs, traces and headers, so only what is harmless in all three is taken over. */
const SANE_CORRELATION_ID = /^[\w.:=-]{1,128}$/;

/**
 * @throws Error when the event is none of API Gateway's. There is nobody to answer then: an asynchronous invocation
 * has to fail, so that Lambda retries it and at last hands it to the dead-letter queue.
 */
export function readRequest(event: unknown, context: Context): HttpRequest {
  const parsed = apiGatewayEvent.safeParse(event);
  if (!parsed.success) {
    throw new Error(
      `Expected an API Gateway REST proxy event (payload 1.0), was given ${describe(event)}. ` +
        `Invoke this function through its API. Missing or wrong: ${faultyMembers(parsed.error)}.`,
    );
  }
  const { httpMethod, path, body, isBase64Encoded, requestContext } = parsed.data;
  const headers = present(parsed.data.headers, (name) => name.toLowerCase());
  const given = headers["x-correlation-id"];
  const principal = requestContext.identity?.userArn ?? requestContext.authorizer?.claims.sub;
  return {
    method: httpMethod.toUpperCase(),
    path,
    publicPath: requestContext.path ?? path,
    headers,
    query: present(parsed.data.queryStringParameters, (name) => name),
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
    correlationId: given !== undefined && SANE_CORRELATION_ID.test(given) ? given : requestContext.requestId,
    ...(principal !== undefined && { principal }),
    context,
  };
}

function present(
  values: Readonly<Record<string, string | undefined>> | null | undefined,
  rename: (name: string) => string,
): Record<string, string> {
  const entries = Object.entries(values ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [rename(name), value]));
}

function describe(event: unknown): string {
  if (typeof event !== "object" || event === null) return `${event === null ? "null" : `a ${typeof event}`}`;
  const names = Object.keys(event).slice(0, 10).join(", ");
  return names === "" ? "an empty object" : `an object with ${names}`;
}

function faultyMembers(error: z.ZodError): string {
  return [...new Set(error.issues.map((issue) => issue.path.join(".") || "the event itself"))].join(", ");
}
