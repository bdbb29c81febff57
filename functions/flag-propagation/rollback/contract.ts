import type { Disagreement } from "../consistency-checker/contract";

/** What the state machine asks: make every service agree again. */
export interface RollbackRequest {
  readonly flag_id: string;
  /** The version that the services disagree about; a newer one is left alone. */
  readonly version: number;
  /** As far as they were listed; the new version is higher than each that they name. */
  readonly disagreements: readonly Disagreement[];
  /** How many services disagree, and of how many: for the reason. @default those that are listed, of an unknown number */
  readonly disagreeing?: number;
  readonly services?: number;
  /** Why, where it is not that services disagree: the end of a sentence. */
  readonly reason?: string;
}

export interface RollbackResult {
  readonly flag_id: string;
  /**
   * `rolled-back`: a new version with the content of the last known good one was written. `superseded`: there is a newer
   * version already, which was not refused; nothing was done. `stopped`: the last two versions were rollbacks already; somebody has to look.
   */
  readonly outcome: "rolled-back" | "superseded" | "stopped";
  /** The version that was rolled back. */
  readonly from: number;
  /** The version whose content is in place again; `from` itself also where there was none before, and the flag is deleted. */
  readonly to?: number;
  /** The new version, higher than any that a service has. */
  readonly version?: number;
}
