import { isNativeError } from "node:util/types";
import { ConnectionTimeoutError, ErrorReply } from "@redis/client";

/** Why Redis did not do what it was asked. */
export type RedisFailureKind =
  | "RedisUnreachable"
  | "RedisTimeout"
  | "RedisTokenUnreadable"
  | "RedisWrongPassword"
  | "RedisUntrusted"
  | "RedisReadOnly"
  | "RedisFull"
  | "RedisBusy";

/** The same command may succeed a moment later, also without anybody doing anything. */
const TRANSIENT: ReadonlySet<RedisFailureKind> = new Set([
  "RedisUnreachable",
  "RedisTimeout",
  "RedisTokenUnreadable",
  "RedisReadOnly",
  "RedisBusy",
]);

/** Redis could not be used. Its name says why, its message what to do. */
export class RedisFailure extends Error {
  override readonly name: RedisFailureKind;
  readonly transient: boolean;

  constructor(kind: RedisFailureKind, message: string, cause: unknown) {
    super(message, { cause });
    this.name = kind;
    this.transient = TRANSIENT.has(kind);
  }
}

/** What a Redis answers that takes no command, or not this one: by the word that starts the answer or stands in it. */
const ANSWERS: readonly (readonly [RegExp, RedisFailureKind, string])[] = [
  [
    /\b(?:WRONGPASS|NOAUTH)\b|called without any password configured/,
    "RedisWrongPassword",
    "refuses the password. Put the auth token of the replication group into the secret that CACHE_AUTH_SECRET_ARN names",
  ],
  [
    /\bREADONLY\b/,
    "RedisReadOnly",
    "is a replica, which takes no writes. Let CACHE_URL name the primary endpoint; after a failover it does so by itself",
  ],
  [
    /\bOOM\b/,
    "RedisFull",
    "has no memory left. Give the replication group a larger node type, or delete what does not belong in it",
  ],
  [
    /\b(?:LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b|max number of clients reached/,
    "RedisBusy",
    "takes no commands just now. It mends itself when it is starting or failing over; if it lasts, look at its events",
  ],
];

/** What Node's TLS calls a certificate or a conversation that it does not accept. */
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_|INVALID_CA|INVALID_PURPOSE)/;

/**
 * Names what went wrong.
 *
 * @param address where Redis is, such as `127.0.0.1:6379`
 * @returns the error itself where Redis answered something about the command, such as NOSCRIPT
 */
export function redisFailure(error: unknown, address: string): Error {
  if (error instanceof RedisFailure) return error;
  if (!isNativeError(error)) return new Error(String(error));
  if (error instanceof ErrorReply) {
    const known = ANSWERS.find(([pattern]) => pattern.test(error.message));
    if (known === undefined) return error;
    const [, kind, remedy] = known;
    return new RedisFailure(kind, `Redis at ${address} ${remedy}. It answered: ${error.message}`, error);
  }
  if (error instanceof ConnectionTimeoutError)
    return redisTimeout(address, "could not be connected to", undefined, error);
  const code = "code" in error ? String(error.code) : "";
  if (TLS_CODE.test(code)) {
    return new RedisFailure(
      "RedisUntrusted",
      `Redis at ${address} does not prove who it is: ${error.message} (${code}). Let CACHE_URL name the host that its certificate is for, switch on encryption in transit, and name a private authority's certificate in NODE_EXTRA_CA_CERTS.`,
      error,
    );
  }
  return new RedisFailure(
    "RedisUnreachable",
    `Redis at ${address} cannot be reached: ${error.message}. Check that the replication group is available and that its security group lets this function in.`,
    error,
  );
}

/** @param what what took too long, such as `did not answer` */
export function redisTimeout(address: string, what: string, afterMs?: number, cause?: unknown): RedisFailure {
  return new RedisFailure(
    "RedisTimeout",
    `Redis at ${address} ${what} ${afterMs === undefined ? "in time" : `within ${afterMs} ms`}. See that it has encryption in transit if its URL is rediss://, then look at its CPU and slow log.`,
    cause,
  );
}
