/** Why OpenSearch did not do what it was asked. */
export type OpenSearchFailureKind =
  | "OpenSearchUnreachable"
  | "OpenSearchTimeout"
  | "OpenSearchUntrusted"
  | "OpenSearchRefused"
  | "OpenSearchThrottled"
  | "OpenSearchUnavailable"
  | "OpenSearchBadRequest";

/** What is known of an answer that is no success. */
interface Answer {
  readonly status: number;
  /** OpenSearch's name of the fault, such as `mapper_parsing_exception`. */
  readonly type?: string | undefined;
}

/** OpenSearch could not be used. Its name says why, its message what to do; neither holds a secret. */
export class OpenSearchFailure extends Error {
  override readonly name: OpenSearchFailureKind;
  /** HTTP status; undefined where nothing was answered. */
  readonly status: number | undefined;
  readonly type: string | undefined;

  constructor(kind: OpenSearchFailureKind, message: string, cause?: unknown, answer?: Answer) {
    super(message, { cause });
    this.name = kind;
    this.status = answer?.status;
    this.type = answer?.type;
  }
}

/** What Node's TLS calls a certificate or a conversation that it does not accept. */
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_|INVALID_CA|INVALID_PURPOSE)/;

/**
 * Names why there was no answer.
 *
 * @param error what `fetch` threw
 * @param address where OpenSearch is, such as `127.0.0.1:9200`
 */
export function connectionFailure(error: unknown, address: string, timeoutMs: number): OpenSearchFailure {
  if (memberOf(error, "name") === "TimeoutError") {
    return new OpenSearchFailure(
      "OpenSearchTimeout",
      `OpenSearch at ${address} did not answer within ${timeoutMs} ms. Look at the domain's CPU, JVM memory pressure and slow logs.`,
      error,
    );
  }
  const { code, message } = causeOf(error);
  if (TLS_CODE.test(code)) {
    return new OpenSearchFailure(
      "OpenSearchUntrusted",
      `OpenSearch at ${address} does not prove who it is: ${message} (${code}). Let AUDIT_ENDPOINT name the host that its certificate is for.`,
      error,
    );
  }
  return new OpenSearchFailure(
    "OpenSearchUnreachable",
    `OpenSearch at ${address} cannot be reached: ${message}. Check that the domain is active and that its security group lets this function in.`,
    error,
  );
}

/** Whether the connection was given up by the other side, as it does with one that was idle for long. */
export function isStaleConnection(error: unknown): boolean {
  return ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(causeOf(error).code);
}

const KINDS: readonly (readonly [(status: number) => boolean, OpenSearchFailureKind, string])[] = [
  [
    (status) => status === 401 || status === 403,
    "OpenSearchRefused",
    "refuses the request. Check the domain's access policy, the role that the function's role is mapped to, and blocks on the index",
  ],
  [
    (status) => status === 429,
    "OpenSearchThrottled",
    "takes no more requests just now. If it lasts, give the domain larger or more instances",
  ],
  [
    (status) => status >= 500,
    "OpenSearchUnavailable",
    "cannot answer just now. It mends itself when it is starting or moving; if it lasts, look at the domain's health",
  ],
];

/**
 * Names what an answer that is no success says.
 *
 * @param body as it came
 */
export function answeredFailure(status: number, body: string, address: string): OpenSearchFailure {
  const { type, reason } = faultOf(body);
  const [, kind, remedy] = KINDS.find(([matches]) => matches(status)) ?? [
    undefined,
    "OpenSearchBadRequest" as const,
    "does not understand the request",
  ];
  return new OpenSearchFailure(
    kind,
    `OpenSearch at ${address} ${remedy}. It answered ${status}${type === undefined ? "" : ` ${type}`}: ${reason}`,
    undefined,
    { status, type },
  );
}

/** `fetch` says what happened in the cause of what it throws. */
function causeOf(error: unknown): { readonly code: string; readonly message: string } {
  const cause = memberOf(error, "cause") ?? error;
  const code = String(memberOf(cause, "code") ?? "");
  const message = String(memberOf(cause, "message") ?? cause);
  // Of several addresses that were all tried in vain, Node names the code alone.
  return { code, message: message === "" ? code : message };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? value[name as keyof typeof value] : undefined;
}

const LONGEST_REASON = 500;

/** OpenSearch answers `{"error": {...}}` or `{"error": "..."}`, the service in front of it `{"Message": "..."}`. */
function faultOf(body: string): { readonly type?: string; readonly reason: string } {
  let parsed: { error?: unknown; Message?: unknown; message?: unknown } | null;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { reason: told(body) };
  }
  const { error, Message, message } = parsed ?? {};
  if (typeof error === "object" && error !== null) {
    const { type, reason, root_cause } = error as { type?: unknown; reason?: unknown; root_cause?: unknown };
    // Of a search that failed on all shards, the error itself says no more than that.
    const cause = Array.isArray(root_cause) ? memberOf(root_cause[0], "reason") : undefined;
    return { ...(typeof type === "string" && { type }), reason: told(cause ?? reason) };
  }
  return { reason: told(error ?? Message ?? message) };
}

/** The first line alone: where a signature does not match, the service quotes the session token in those below. */
function told(reason: unknown): string {
  const [first = ""] = String(reason ?? "no reason").split("\n", 1);
  return first.slice(0, LONGEST_REASON);
}
