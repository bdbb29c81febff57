import type { IConstruct } from "constructs";

/**
 * A mistake that the reader of the message can mend: shown as its message alone, never with a stack trace.
 * The message says what is wrong, the value given, what is allowed and the remedy.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A construct that was given props it cannot work with; the message opens with the construct's path. */
export class ConstructError extends UserError {
  override readonly name = "ConstructError";

  constructor(scope: IConstruct, message: string) {
    super(`[${scope.node.path}] ${message}`);
  }
}
