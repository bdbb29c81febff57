import { json } from "../../shared/http/response";
import type { Dependencies, Operation } from "./dependencies";
import { openApiDocument } from "./openapi";
import { readOperations } from "./read-operations";
import type { OperationId } from "./routes";
import { writeOperations } from "./write-operations";

/** What answers each route. */
export function flagOperations(dependencies: Dependencies): Record<OperationId, Operation> {
  return {
    ...readOperations(dependencies),
    ...writeOperations(dependencies),
    getOpenApi: () => json(200, openApiDocument()),
  };
}
