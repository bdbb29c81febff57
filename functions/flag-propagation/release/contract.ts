/** What the state machine asks once a wave has baked: publish the version to the next share of the services. */
export interface ReleaseRequest {
  readonly flag_id: string;
  readonly version: number;
  /** The share that has it, in percent: a repeat, which finds a larger one, changes nothing. */
  readonly share: number;
}

export interface ReleaseResult {
  readonly flag_id: string;
  readonly version: number;
  /**
   * `released`: the topic has the version for `share` percent of the services. `superseded`: there is a newer version,
   * which has a release of its own. `halted`: the alarm that is watched is not OK; the version is to be rolled back.
   */
  readonly outcome: "released" | "superseded" | "halted";
  /** The share that has the version now, in percent. */
  readonly share: number;
  /** Why it was halted, in a sentence. */
  readonly reason?: string;
}
