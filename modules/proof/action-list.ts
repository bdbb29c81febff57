/**
 * The IAM actions of a command. Where none is needed for certain but some are possible, at least one of these is needed:
 * a transaction is allowed by the actions of the items in it. Where there are none at all, the command needs no
 * permission.
 */
export interface Actions {
  /** Without these no such command succeeds: `sqs:SendMessage`. */
  readonly needed: readonly string[];
  /** What the command asks for as well, according to its input: `s3:PutObjectTagging`. */
  readonly possible: readonly string[];
}

export const NO_PERMISSION: Actions = { needed: [], possible: [] };

/** All of these. */
export function needs(...actions: readonly string[]): Actions {
  return { needed: actions, possible: [] };
}

/** At least one of these: the command's input decides which. */
export function needsSomeOf(...actions: readonly string[]): Actions {
  return { needed: [], possible: actions };
}
