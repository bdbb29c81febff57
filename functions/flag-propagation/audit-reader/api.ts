import { decodeCursor, encodeCursor } from "../../shared/http/cursor";
import { invalidCursor } from "../../shared/http/problems";
import { readQuery } from "../../shared/http/query";
import type { HttpRequest } from "../../shared/http/request";
import { type HttpResponse, json } from "../../shared/http/response";
import { match } from "../../shared/http/router";
import { OpenSearchFailure } from "../audit/open-search-failure";
import { auditPosition, auditQuery } from "./parameters";
import type { AuditPosition, AuditTrail } from "./ports";
import { auditUnreadable } from "./problems";
import { routes } from "./routes";

/** Lists what the audit trail says of a flag. A flag that never was has no entries, and that is an answer too. */
export function auditApi(trail: AuditTrail): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const { flag_id = "" } = match(routes, request.method, request.path).parameters;
    const { limit, cursor, action } = readQuery(request, auditQuery);
    const after = cursor === undefined ? undefined : positionIn(flag_id, cursor);
    const { entries, next } = await trail.list(flag_id, { limit, after, action }).catch((error) => {
      throw error instanceof OpenSearchFailure ? auditUnreadable(error) : error;
    });
    return json(200, { entries, ...(next && { next_cursor: encodeCursor({ flag_id, ...next }) }) });
  };
}

/** @throws Problem 400 for a cursor of another flag's list */
function positionIn(flagId: string, cursor: string): AuditPosition {
  const { flag_id, ...position } = decodeCursor(cursor, auditPosition);
  if (flag_id !== flagId) throw invalidCursor();
  return position;
}
