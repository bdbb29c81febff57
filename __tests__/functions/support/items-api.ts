import { randomUUID } from "node:crypto";
import type { APIGatewayProxyResult } from "aws-lambda";
import { itemsApi } from "../../../functions/serverless-app/items/api";
import type { ItemStore } from "../../../functions/serverless-app/items/store";
import { httpFunction } from "../../../functions/shared/http/function";
import type { Once } from "../../../functions/shared/idempotency";
import { apiGatewayEvent, type Call } from "./api-gateway-event";
import { lambdaContext } from "./lambda-context";
import { MemoryItemStore } from "./memory-item-store";

interface Parts {
  readonly store?: ItemStore;
  /** @default every call is the first */
  readonly once?: Once;
  /** @default a clock that moves on by a second at each look */
  readonly now?: () => number;
}

/** The items API as API Gateway sees it, over a store in memory. */
export function itemsApiUnderTest(parts: Parts = {}) {
  const counted: string[] = [];
  let clock = Date.UTC(2026, 0, 1);
  const handler = httpFunction(
    itemsApi({
      store: parts.store ?? new MemoryItemStore(),
      once: parts.once ?? ((_call, _context, work) => work()),
      count: (metric) => counted.push(metric),
      now: parts.now ?? (() => (clock += 1_000)),
      newId: randomUUID,
    }),
  );
  const send = async (method: string, path: string, call?: Call) =>
    answer(await handler(apiGatewayEvent(method, path, call), lambdaContext));
  return { handler, send, counted };
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
