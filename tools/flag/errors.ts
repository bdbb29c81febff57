import { UserError } from "../../modules/errors";

/** The command line, or what it names on this machine, cannot be used. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}
