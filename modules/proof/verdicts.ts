import type { Call, Edge, Verdict } from "./model";

/** The statement that decided a call: `{ address: "aws_iam_role_policy.items", sid: "ReadItems" }`. */
export interface Evidence {
  /** Block that holds the statement. */
  readonly address: string;
  readonly sid?: string;
}

/** A call with its verdict. */
export interface ProvenCall extends Call {
  readonly verdict: Verdict;
  /** The statements that allow it, or that deny it; empty where nothing speaks of it. */
  readonly evidence: readonly Evidence[];
  /** In how many variations that nobody needs (another resource, source or account) the call was denied, as it should. */
  readonly twins: number;
}

/** An edge with the verdict of each of its calls; the edge's own is the worst of them. */
export interface ProvenEdge extends Edge {
  readonly calls: readonly ProvenCall[];
  readonly verdict: Verdict;
}
