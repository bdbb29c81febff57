/** Why a check could not be made. The state machine tries all again but the first. */
export type CheckFailureKind =
  /** Nobody can answer such a request. */
  | "InvalidRequest"
  /** The table could not be read or written. */
  | "TableUnreadable"
  /** The table does not say that the version was published. */
  | "VerdictMissing"
  /** The table does not have the version that was published. */
  | "VersionMissing"
  /** Which flags a service takes is there, and is not readable. */
  | "ServiceFlagsUnreadable"
  /** A sweep did not come to the end, or flags in it could not be compared. */
  | "SweepIncomplete"
  | "TooManyInconsistent"
  /** The logs could not be searched. */
  | "LogsUnreadable";

/** A check that could not be made, which says nothing about whether the services agree. */
export class CheckFailure extends Error {
  override readonly name: CheckFailureKind;

  constructor(kind: CheckFailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = kind;
  }
}
