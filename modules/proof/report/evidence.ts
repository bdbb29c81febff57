import type { Evidence, ProvenCall, ProvenEdge } from "../verdicts";

/** What decided a connection, a line for each block; what is not allowed comes first, by its action. */
export function evidenceLines(edge: ProvenEdge): readonly string[] {
  if (edge.calls.length === 0) return ["needs no permission"];
  const allowed = edge.calls.filter(({ verdict }) => verdict === "allowed");
  const refused = edge.calls.filter(({ verdict }) => verdict !== "allowed");
  return [...new Set(refused.map(refusal)), ...blocks(allowed.flatMap(({ evidence }) => evidence))];
}

/** `aws_iam_role_policy.items (ReadItems, DecryptItems)`: each block once, with its statements. */
function blocks(evidence: readonly Evidence[]): readonly string[] {
  const sids = new Map<string, Set<string>>();
  for (const { address, sid } of evidence) {
    const known = sids.get(address) ?? new Set();
    sids.set(address, sid === undefined ? known : known.add(sid));
  }
  return [...sids].map(([address, names]) => (names.size === 0 ? address : `${address} (${[...names].join(", ")})`));
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
