import type { HttpRequest } from "../../shared/http/request";
import type { HttpResponse } from "../../shared/http/response";
import { match } from "../../shared/http/router";
import { type Dependencies, itemOperations } from "./operations";
import { routes } from "./routes";

/** The items API: a request to the operation that its route names. */
export function itemsApi(dependencies: Dependencies): (request: HttpRequest) => Promise<HttpResponse> {
  const operations = itemOperations(dependencies);
  return async (request) => {
    const { route, parameters } = match(routes, request.method, request.path);
    return operations[route.operation](request, parameters);
  };
}
