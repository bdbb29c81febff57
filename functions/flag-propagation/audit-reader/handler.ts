import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { lazy } from "../../shared/lazy";
import { OpenSearch } from "../audit/open-search";
import { auditApi } from "./api";
import { OpenSearchAuditTrail } from "./open-search-trail";

const endpoint = env("AUDIT_ENDPOINT");

/** Answers what the audit trail says of a flag, behind API Gateway. */
export const handler = httpFunction(auditApi(new OpenSearchAuditTrail(lazy(() => new OpenSearch(endpoint)))));
