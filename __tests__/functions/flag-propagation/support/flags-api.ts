import type { APIGatewayProxyResult } from "aws-lambda";
import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { FlagCacheReader } from "../../../../functions/flag-propagation/cache/flag-cache-reader";
import { flagsApi } from "../../../../functions/flag-propagation/flags-api/api";
import type { FallbackReads } from "../../../../functions/flag-propagation/flags-api/fallback-reads";
import { propagationStatusApi } from "../../../../functions/flag-propagation/propagation-status/api";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { httpFunction } from "../../../../functions/shared/http/function";
import { apiGatewayEvent, type Call } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";
import { MemoryFlagStore } from "./memory-flag-store";

/** Whoever signs the requests of these tests. */
export const ADA = "arn:aws:sts::123456789012:assumed-role/developers/ada";

interface Parts {
  readonly store?: MemoryFlagStore;
  /** @default reads `store` */
  readonly reads?: Pick<FallbackReads, "read">;
  /** Entries of the flag that is asked for, by service. @default none */
  readonly cached?: ReadonlyMap<string, CacheEntry>;
  /** @default reads `cached` */
  readonly caches?: FlagCacheReader;
  /** @default 3 */
  readonly services?: number;
  /** @default none */
  readonly waves?: readonly number[];
  /** @default a clock that moves on by a second at each look */
  readonly now?: () => number;
}

/** The flags API as callers of API Gateway see it, its two functions over one store in memory. */
export function flagsApiUnderTest(parts: Parts = {}) {
  const counted: string[] = [];
  let clock = EXAMPLE_NOW;
  const store = parts.store ?? new MemoryFlagStore();
  const flags = flagsApi({
    store,
    reads: parts.reads ?? { read: async (use) => ({ value: await use(store) }) },
    environment: EXAMPLE_ENVIRONMENT,
    count: (metric) => counted.push(metric),
    now: parts.now ?? (() => (clock += 1_000)),
  });
  const propagation = propagationStatusApi({
    store,
    caches: parts.caches ?? readerOf(parts.cached ?? new Map()),
    services: serviceNames(parts.services ?? 3),
    waves: parts.waves ?? [],
  });
  const handler = httpFunction((request) =>
    request.path.endsWith("/propagation") ? propagation(request) : flags(request),
  );
  const send = async (method: string, path: string, call?: Call) =>
    answer(
      await handler(
        apiGatewayEvent(method, path, { authenticated: { identity: { userArn: ADA } }, ...call }),
        lambdaContext,
      ),
    );
  return { handler, send, counted };
}

/** What a caller says in a PUT, valid unless changed; `undefined` removes a member. */
export function changedFlag(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { flag_id, version, environment, created_at, written_at, principal, correlation_id, ...body } = flag(changes);
  return body;
}

/** What a caller says in a POST. */
export function newFlag(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { flag_id: flag().flag_id, ...changedFlag(changes), ...(changes.flag_id ? { flag_id: changes.flag_id } : {}) };
}

function readerOf(cached: ReadonlyMap<string, CacheEntry>): FlagCacheReader {
  return {
    entries: async (_flagId, services) => services.map((service) => cached.get(service)),
    all: async () => ({ revision: 0, entries: [] }),
    revision: async () => 0,
  };
}

function answer(result: APIGatewayProxyResult) {
  return {
    status: result.statusCode,
    headers: result.headers as Record<string, string>,
    // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
    body: (result.body === "" ? undefined : JSON.parse(result.body)) as any,
    text: result.body,
  };
}
