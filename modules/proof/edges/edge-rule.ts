import type { Call, Edge, Resource } from "../model";
import type { View } from "./view";

/** An edge as a rule reads it, with what bears on its permissions beside the calls that must be allowed. */
export interface Connection extends Edge {
  /** Calls that may be made, so that their permission is no excess, but that nothing breaks without. */
  readonly possible: readonly Call[];
  /** Calls that nobody should be able to make for this edge, beyond the twins that every call has. */
  readonly denied: readonly Call[];
}

/** What one type of resource connects. */
export interface EdgeRule {
  /** `aws_lambda_event_source_mapping`. */
  readonly type: string;
  connections(resource: Resource, view: View): readonly Connection[];
}

/** @returns a connection; what is not given is empty. */
export function connection(
  kind: string,
  from: string,
  to: string,
  calls: readonly Call[],
  more: Partial<Pick<Connection, "possible" | "denied">> = {},
): Connection {
  return { kind, from, to, calls, possible: more.possible ?? [], denied: more.denied ?? [] };
}
