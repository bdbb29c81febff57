import { methodNotAllowed, notFound } from "./problems";

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Parameters in braces take one segment, as in API Gateway and OpenAPI: `/items/{id}`. */
  readonly path: string;
  /** Names what answers it, and is the operationId in the OpenAPI document. */
  readonly operation: string;
}

export interface Match<Candidate extends Route> {
  readonly route: Candidate;
  readonly parameters: Readonly<Record<string, string>>;
}

/** @throws Problem 404 for an unknown path, 405 for a known one under another method. */
export function match<Candidate extends Route>(
  routes: readonly Candidate[],
  method: string,
  path: string,
): Match<Candidate> {
  const matches = routes.flatMap((route) => {
    const parameters = parametersOf(route.path, path);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  if (matches.length === 0) throw notFound(`There is nothing at ${path}. GET /openapi.json lists the paths.`);
  const found = matches.find(({ route }) => route.method === method);
  if (found === undefined) {
    throw methodNotAllowed(
      method,
      matches.map(({ route }) => route.method),
    );
  }
  return found;
}

function parametersOf(template: string, path: string): Record<string, string> | undefined {
  const names = template.split("/");
  const values = path.split("/");
  if (names.length !== values.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? "";
    if (name.startsWith("{")) {
      if (value === "") return undefined;
      parameters[name.slice(1, -1)] = value;
    } else if (name !== value) {
      return undefined;
    }
  }
  return parameters;
}
