import type { FlagBody } from "../../functions/flag-propagation/flag/flag";

/** Milliseconds since 1970, or what a writer beside the API left there. */
type Moment = number | string;

interface Identity {
  readonly flag_id: string;
  readonly version: number;
  readonly environment?: string;
  readonly written_at: Moment;
  readonly reason: string;
  readonly user: string;
}

/** A writer beside the API may have left anything in the table, so that no member of the body is certain. */
export type Flag = Identity & Partial<FlagBody>;
export type FlagVersion = Flag | (Identity & { readonly deleted: true });

export interface BrokenRule {
  readonly id: string;
  readonly sentence: string;
}

/** Whole milliseconds over the services that have the newest valid version. */
export interface Spread {
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
}

/** From one stage of a propagation to the next. */
export type Hop = "stream" | "validation" | "publish" | "queue" | "cache" | "fan_out" | "total";

/** How far the newest version of a flag has come. */
export interface Propagation {
  readonly flag_id: string;
  readonly version: number;
  /** Null where what was written says none. */
  readonly written_at: Moment | null;
  /** Null until the validator has decided. */
  readonly verdict: {
    readonly valid: boolean;
    readonly broken: readonly BrokenRule[];
    readonly advisories: readonly BrokenRule[];
    /** Milliseconds since 1970. */
    readonly validated_at: number;
    /** When it was handed to the topic; absent for one that was refused. Milliseconds since 1970. */
    readonly published_at?: number;
  } | null;
  /** The newest valid version; null where there is none. */
  readonly target_version: number | null;
  /** While that version is released in waves: the share of the services that it went to, and the next, in percent. */
  readonly release?: { readonly share: number; readonly next_share: number };
  /** Those that the version went to. */
  readonly services: {
    readonly total: number;
    readonly converged: number;
    readonly lagging: readonly { readonly service: string; readonly version: number | null }[];
  };
  /** From the write to the last cache; null while services lag. */
  readonly slowest_ms: number | null;
  readonly hops?: Readonly<Record<Hop, Spread>> | null;
}

/** What the rules say about a change that was not written. */
export interface DryRun {
  readonly valid: boolean;
  readonly verdicts: readonly (BrokenRule & {
    readonly severity: "critical" | "advisory";
    readonly kept: boolean;
  })[];
}

export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly correlation_id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}
