/** Who writes a version that puts the content of an earlier one in place again. */
export const ROLLBACK_USER = "flag-rollback";

/** What such a version says about itself. */
export interface Rollback {
  /** The version that services disagreed about. */
  readonly from: number;
  /**
   * The version whose content is in place again: `from` itself, or an earlier one. In a version that says the flag is
   * deleted, `from` too, where there was none before it.
   */
  readonly to: number;
}
