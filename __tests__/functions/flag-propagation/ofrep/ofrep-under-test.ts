import { ofrepApi } from "../../../../functions/flag-propagation/ofrep/api";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { httpFunction } from "../../../../functions/shared/http/function";
import { apiGatewayEvent, type Call } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";
import { MemoryFlagCache } from "../support/memory-flag-cache";

export const START = Date.UTC(2026, 5, 1, 12);

/** The OFREP endpoint as API Gateway sees it, over caches in memory, with a clock that only the test moves. */
export function ofrepUnderTest() {
  const cache = new MemoryFlagCache();
  const reported: string[] = [];
  const clock = { now: START };
  const handler = httpFunction(
    ofrepApi({
      reader: cache,
      services: serviceNames(3),
      now: () => clock.now,
      report: (error, service) => reported.push(`${service}: ${error instanceof Error ? error.message : error}`),
    }),
  );
  const send = async (path: string, call: Call = {}, method = "POST") => {
    const result = await handler(apiGatewayEvent(method, path, call), lambdaContext);
    return {
      status: result.statusCode,
      headers: result.headers as Record<string, string>,
      // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
      body: (result.body === "" ? undefined : JSON.parse(result.body)) as any,
    };
  };
  const one = (key: string, context: object = { targetingKey: "user-1" }, headers: Record<string, string> = {}) =>
    send(`/ofrep/v1/evaluate/flags/${key}`, { body: { context }, headers });
  const all = (context: object = { targetingKey: "user-1" }, headers: Record<string, string> = {}) =>
    send("/ofrep/v1/evaluate/flags", { body: { context }, headers });
  return { cache, clock, reported, handler, send, one, all };
}
