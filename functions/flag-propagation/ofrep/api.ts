import { ErrorCode } from "@openfeature/core";
import type { HttpRequest } from "../../shared/http/request";
import { empty, type HttpResponse, json } from "../../shared/http/response";
import { match } from "../../shared/http/router";
import { entityTagOf, namesTag } from "./entity-tag";
import { evaluationOf, statusOf } from "./evaluation";
import { readContext } from "./evaluation-context";
import { failureResponse, OfrepFailure } from "./ofrep-failure";
import { type OperationId, routes } from "./routes";
import { ServiceFlags, type ServiceFlagsOptions } from "./service-flags";

/** Whose flags are evaluated where the request does not say. */
const DEFAULT_SERVICE = "service-0001";

/** In bytes. A function's answer may have 6 MB, with what is around it. */
const ANSWER_LIMIT = 5 * 1024 * 1024;

export interface OfrepDependencies extends ServiceFlagsOptions {
  /** The names of the services that there are. */
  readonly services: readonly string[];
}

type Operation = (request: HttpRequest, key: string | undefined) => Promise<HttpResponse>;

/**
 * The OpenFeature Remote Evaluation Protocol 0.2 (https://github.com/open-feature/protocol) over the services' caches.
 * What the protocol names is answered in its own shape; anything else, such as an unknown path, as a problem document.
 */
export function ofrepApi(dependencies: OfrepDependencies): (request: HttpRequest) => Promise<HttpResponse> {
  const services = new Set(dependencies.services);
  const serviceFlags = new ServiceFlags(dependencies);

  const operations: Record<OperationId, Operation> = {
    async evaluateFlag(request, key = "") {
      const context = readContext(request);
      const known = await serviceFlags.current(serviceOf(request, services));
      const resolution = known.flags.resolve(key, context, dependencies.now());
      const evaluation = evaluationOf(key, resolution, staleness(known.staleFor(key)));
      return json(statusOf(evaluation), evaluation);
    },

    async evaluateFlags(request) {
      const context = readContext(request);
      const service = serviceOf(request, services);
      const known = await serviceFlags.current(service);
      const evaluations = known.flags
        .resolveAll(context, dependencies.now())
        // The age is told once for all: within the evaluations, it alone would make each answer another one.
        .map(({ id, ...resolution }) =>
          evaluationOf(id, resolution, known.staleFor(id) === undefined ? {} : { stale: true }),
        );
      const etag = entityTagOf({ service, stale: known.isStale, evaluations });
      if (namesTag(request.headers["if-none-match"], etag)) return empty(304, { etag });
      const metadata = { service, ...staleness(known.longestStaleFor) };
      const answer = json(200, { flags: evaluations, metadata }, { etag });
      if (Buffer.byteLength(answer.body) > ANSWER_LIMIT) throw tooLarge(evaluations.length);
      return answer;
    },
  };

  return async (request) => {
    const { route, parameters } = match(routes, request.method, request.path);
    const { key } = parameters;
    try {
      return await operations[route.operation](request, key);
    } catch (error) {
      if (error instanceof OfrepFailure) return failureResponse(error, key);
      throw error;
    }
  };
}

function serviceOf(request: HttpRequest, services: ReadonlySet<string>): string {
  const service = request.headers["x-service"] ?? DEFAULT_SERVICE;
  if (services.has(service)) return service;
  throw new OfrepFailure(
    400,
    ErrorCode.INVALID_CONTEXT,
    `There is no service '${service.slice(0, 64)}'. Header X-Service has to name one of the ${services.size} services, such as ${DEFAULT_SERVICE}.`,
  );
}

function staleness(age: number | undefined): { stale?: true; age_ms?: number } {
  return age === undefined ? {} : { stale: true, age_ms: age };
}

function tooLarge(flags: number): OfrepFailure {
  return new OfrepFailure(
    500,
    ErrorCode.GENERAL,
    `The evaluations of all ${flags} flags have more than ${ANSWER_LIMIT} bytes. Evaluate the flags one by one.`,
  );
}
