import { ROLLBACK_USER } from "../flag/rollback";
import { hasExactly, isCount, isMembers } from "./schema-members";
import type { Subject } from "./subject";

/** Whether a value says from which version to which: to no later one. */
export function isRollbackMember(value: unknown): value is { readonly from: number; readonly to: number } {
  return (
    isMembers(value) &&
    hasExactly(value, "from", "to") &&
    isCount(value.from) &&
    isCount(value.to) &&
    value.to <= value.from
  );
}

/**
 * Whether a version puts the content of an earlier one in place again. That content kept all rules when it was written,
 * and to undo a change at once is what a rollback is for: what a change has to do in steps, it need not. A later version
 * that carries the member on is none: it follows a version that is above `from`.
 */
export function isRollback({ raw, user, version, previous }: Subject): boolean {
  const { rollback } = raw;
  return (
    user === ROLLBACK_USER &&
    isRollbackMember(rollback) &&
    version > rollback.from &&
    (previous === undefined || !(previous.version > rollback.from))
  );
}
