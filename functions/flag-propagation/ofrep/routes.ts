import type { Route } from "../../shared/http/router";

/** The paths of the OpenFeature Remote Evaluation Protocol; plain data, so that the infrastructure can read it too. */
export const routes = [
  { method: "POST", path: "/ofrep/v1/evaluate/flags", operation: "evaluateFlags" },
  { method: "POST", path: "/ofrep/v1/evaluate/flags/{key}", operation: "evaluateFlag" },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]["operation"];
