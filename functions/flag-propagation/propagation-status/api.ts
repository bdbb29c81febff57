import type { HttpRequest } from "../../shared/http/request";
import type { HttpResponse } from "../../shared/http/response";
import { match } from "../../shared/http/router";
import type { PropagationPorts } from "./ports";
import { propagationOf } from "./propagation";
import { routes } from "./routes";

/** The part of the flags API that needs Redis: how far a flag has come. */
export function propagationStatusApi(ports: PropagationPorts): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const { parameters } = match(routes, request.method, request.path);
    return propagationOf(parameters, ports);
  };
}
