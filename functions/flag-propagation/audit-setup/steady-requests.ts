import { OpenSearchFailure, type OpenSearchFailureKind } from "../audit/open-search-failure";
import type { SetupPorts } from "./ports";

const TIMEOUT_MS = 10_000;
const PAUSE_MS = 2_000;

/** Well before the function's 120 seconds are over, so that the last failure is told. */
const PATIENCE_MS = 90_000;

/** A domain that has just started is not there yet, and what IAM allows takes a while to be known everywhere. */
const PASSING: ReadonlySet<OpenSearchFailureKind> = new Set([
  "OpenSearchUnreachable",
  "OpenSearchTimeout",
  "OpenSearchRefused",
  "OpenSearchThrottled",
  "OpenSearchUnavailable",
]);

export type Ask = (
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: unknown,
  query?: Readonly<Record<string, string>>,
) => Promise<unknown>;

/**
 * Asks OpenSearch, again and again while what is in the way may pass; all requests together for a minute and a half.
 *
 * @returns a function that throws the last OpenSearchFailure
 */
export function steadyRequests({ openSearch, sleep, now, log }: SetupPorts): Ask {
  const deadline = now() + PATIENCE_MS;
  return async (method, path, body, query = {}) => {
    for (;;) {
      try {
        return await openSearch.request({
          method,
          path,
          query,
          timeoutMs: TIMEOUT_MS,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
      } catch (error) {
        if (!(error instanceof OpenSearchFailure) || !PASSING.has(error.name) || now() > deadline) throw error;
        log("info", "OpenSearch asked again", { path, reason: error.name, error: error.message });
        await sleep(PAUSE_MS);
      }
    }
  };
}

/** Whether OpenSearch knows no such path, because the plugin that it belongs to is not there. */
export function isUnsupported(error: unknown): boolean {
  return (
    error instanceof OpenSearchFailure &&
    (error.status === 400 || error.status === 405) &&
    /no handler found for uri|Incorrect HTTP method for uri/i.test(error.message)
  );
}
