import type { Route } from "../../shared/http/router";

/** Every path and method that the API answers; plain data, so that the infrastructure and the tests can read it too. */
export const routes = [
  { method: "POST", path: "/items", operation: "createItem" },
  { method: "GET", path: "/items", operation: "listItems" },
  { method: "GET", path: "/items/{id}", operation: "getItem" },
  { method: "PUT", path: "/items/{id}", operation: "replaceItem" },
  { method: "DELETE", path: "/items/{id}", operation: "deleteItem" },
  { method: "GET", path: "/items/{id}/versions", operation: "listItemVersions" },
  { method: "GET", path: "/openapi.json", operation: "getOpenApi" },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]["operation"];
