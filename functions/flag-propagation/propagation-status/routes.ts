import type { Route } from "../../shared/http/router";

/** The part of the flags API that needs Redis; plain data, so that the infrastructure and the tests can read it too. */
export const routes = [
  { method: "GET", path: "/flags/{flag_id}/propagation", operation: "getPropagation" },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]["operation"];
