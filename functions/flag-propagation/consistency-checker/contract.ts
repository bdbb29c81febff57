/** How a service's cache disagrees with the table. */
export type DisagreementKind =
  /** It has no entry, or none that can be read. */
  | "missing"
  /** It has an older version. */
  | "older"
  /** It has a version that the table does not have. */
  | "newer"
  /** It has the version with another content. */
  | "different";

export interface Disagreement {
  readonly service: string;
  readonly kind: DisagreementKind;
  /** What the cache has; null for nothing readable. */
  readonly version: number | null;
}

/** What the state machine asks. */
export type CheckRequest =
  /** Compares one flag in the table with the caches of all services that take it. */
  | { readonly operation: "check"; readonly flag_id: string; readonly version: number }
  /** Compares every flag. */
  | { readonly operation: "sweep" }
  /** Looks for errors that the functions have logged since. Milliseconds since 1970. */
  | { readonly operation: "logs"; readonly flag_id?: string; readonly from: number; readonly to: number };

/** The answer about one flag. */
export interface CheckResult {
  readonly flag_id: string;
  /** What was compared: the newest published version. */
  readonly version: number;
  /**
   * `lagging`: those that disagree have an older version or none, and may still get it. `inconsistent`: one of them has
   * what it should never have. `superseded`: a newer version was published than the one that was asked about, which has a
   * check of its own.
   */
  readonly outcome: "consistent" | "lagging" | "inconsistent" | "superseded";
  /** In the middle of a release, the share of the services that the version was published to, in percent; else absent. */
  readonly share?: number;
  /** How many services were compared. */
  readonly services: number;
  readonly disagreeing: number;
  /** The first twenty of them. */
  readonly disagreements: readonly Disagreement[];
  /** Milliseconds that it took. */
  readonly duration_ms: number;
}

/** The answer to a sweep. */
export interface SweepResult {
  /** How many flags were compared, deleted ones not among them. */
  readonly flags: number;
  /** Those that services disagreed about twice, two seconds apart: the first hundred. */
  readonly inconsistent: readonly CheckResult[];
  /** Those whose release stands still, though the services that have the version agree: the first hundred. */
  readonly stalled: readonly StalledRelease[];
  readonly duration_ms: number;
}

/** A version that should have gone to a larger share of the services by now: the execution that was to see to it is gone. */
export interface StalledRelease {
  readonly flag_id: string;
  readonly version: number;
  /** In percent. */
  readonly share: number;
}

/** The answer about the logs. */
export interface LogScanResult {
  /** Errors found, newest first, at most a hundred. */
  readonly errors: readonly {
    readonly timestamp: string;
    readonly log_group: string;
    readonly service_id?: string;
    readonly flag_id?: string;
    readonly message: string;
  }[];
  /** Whether all of the time asked for was read within the budget; where not, these are the errors found in the rest. */
  readonly complete: boolean;
  readonly duration_ms: number;
}
