import type { Evidence, ProvenCall, ProvenEdge } from "../verdicts";

/** What decided a connection, a line for each statement; what is not allowed comes first, by its action. */
export function evidenceLines(edge: ProvenEdge): readonly string[] {
  if (edge.calls.length === 0) return ["needs no permission"];
  const allowed = edge.calls.filter(({ verdict }) => verdict === "allowed");
  const refused = edge.calls.filter(({ verdict }) => verdict !== "allowed");
  return [...new Set([...refused.map(refusal), ...allowed.flatMap(({ evidence }) => evidence.map(placeOf))])];
}

/** `aws_iam_role_policy.items (ReadItems)`. */
export function placeOf({ address, sid }: Evidence): string {
  return sid === undefined ? address : `${address} (${sid})`;
}

function refusal({ action, verdict, evidence }: ProvenCall): string {
  if (verdict === "unknown") return `${action}: cannot be told`;
  if (evidence.length === 0) return `${action}: no statement allows it`;
  return `${action}: ${verdict} by ${evidence.map(placeOf).join(", ")}`;
}
