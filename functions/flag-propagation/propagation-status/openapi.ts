import type { OperationDescription } from "../../shared/openapi";
import { CORRELATION, failures, problem, RETRY_AFTER, success } from "../../shared/openapi-responses";
import { flagId } from "../flag/flag";
import { propagationDocument } from "./representation";
import type { OperationId } from "./routes";

/** The routes of routes.ts for the OpenAPI document of the flags API. The schema that they name is in `propagationSchemas`. */
export const propagationOperations: Record<OperationId, OperationDescription> = {
  getPropagation: {
    summary: "Tell how far a flag has come",
    path: { flag_id: flagId },
    headers: [CORRELATION],
    responses: {
      200: success("The verdict on the current version, and the services that have it.", "Propagation"),
      404: problem("There never was such a flag."),
      409: problem("A writer beside this API left a record that cannot be followed; detail says what to do."),
      500: failures[500],
      503: problem("The service is busy, or the services' caches cannot be read.", RETRY_AFTER),
    },
  },
};

export const propagationSchemas = { Propagation: propagationDocument };
