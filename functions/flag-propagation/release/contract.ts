/** What the state machine asks while a wave bakes: is it to go on, and how. */
export interface ReleaseRequest {
  readonly flag_id: string;
  readonly version: number;
  /** The share that was compared, in percent: a repeat, which finds a larger one, changes nothing. */
  readonly share: number;
}

export interface ReleaseResult {
  readonly flag_id: string;
  readonly version: number;
  /**
   * `baking`: the share has not had the version for long enough; ask again. `released`: the topic has the version for
   * `share` percent of the services. `superseded`: there is a newer version, which has a release of its own. `halted`: the
   * alarm that is watched is not OK, or was not since; the version is to be rolled back.
   */
  readonly outcome: "baking" | "released" | "superseded" | "halted";
  /** The share that has the version now, in percent. */
  readonly share: number;
  /** Why it was halted, in a sentence; else empty. */
  readonly reason: string;
}
