import type { OperationDescription } from "../../shared/openapi";
import { CORRELATION, failures, problem, RETRY_AFTER, success } from "../../shared/openapi-responses";
import { auditQuery } from "./parameters";
import { auditPage } from "./representation";
import type { OperationId } from "./routes";

/** How the document of the flags API describes what is answered here; the schema `Problem` is that document's own. */
export const auditOperations: Record<OperationId, OperationDescription> = {
  listAuditEntries: {
    summary: "List who did what to a flag, newest first",
    path: { flag_id: auditPage.shape.entries.element.shape.flag_id },
    query: auditQuery,
    headers: [CORRELATION],
    responses: {
      200: success("A page of entries; empty for a flag that nothing is known of.", "AuditPage"),
      400: problem("A parameter or the cursor is not valid."),
      500: failures[500],
      503: problem("The service is busy, or OpenSearch does not answer.", RETRY_AFTER),
    },
  },
};

export const auditSchemas = { AuditPage: auditPage };
