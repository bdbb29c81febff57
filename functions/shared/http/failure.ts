import { isTransient } from "../aws/transient";
import { Problem } from "./problem";
import { internalError, temporarilyUnavailable } from "./problems";

/** The answer to whatever was thrown; nothing of an unexpected error reaches the caller. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return isTransient(thrown) ? temporarilyUnavailable() : internalError();
}
