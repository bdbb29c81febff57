import type { HttpRequest } from "../../shared/http/request";
import type { HttpResponse } from "../../shared/http/response";
import { match } from "../../shared/http/router";
import type { Dependencies } from "./dependencies";
import { flagOperations } from "./operations";
import { routes } from "./routes";

/** The flags API: a request to the operation that its route names. */
export function flagsApi(dependencies: Dependencies): (request: HttpRequest) => Promise<HttpResponse> {
  const operations = flagOperations(dependencies);
  return async (request) => {
    const { route, parameters } = match(routes, request.method, request.path);
    return operations[route.operation](request, parameters);
  };
}
