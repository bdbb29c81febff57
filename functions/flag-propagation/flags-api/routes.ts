import type { Route } from "../../shared/http/router";

/** The paths and methods that this function answers; plain data, so that the infrastructure and the tests can read it too. */
export const routes = [
  { method: "POST", path: "/flags", operation: "createFlag" },
  { method: "GET", path: "/flags", operation: "listFlags" },
  { method: "GET", path: "/flags/{flag_id}", operation: "getFlag" },
  { method: "PUT", path: "/flags/{flag_id}", operation: "replaceFlag" },
  { method: "DELETE", path: "/flags/{flag_id}", operation: "deleteFlag" },
  { method: "GET", path: "/flags/{flag_id}/versions", operation: "listFlagVersions" },
  { method: "GET", path: "/openapi.json", operation: "getOpenApi" },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]["operation"];
