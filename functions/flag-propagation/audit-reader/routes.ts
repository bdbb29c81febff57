import type { Route } from "../../shared/http/router";

/** What the function answers; plain data, so that the infrastructure and the tests can read it too. */
export const routes = [
  { method: "GET", path: "/flags/{flag_id}/audit", operation: "listAuditEntries" },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]["operation"];
