import { ROLLBACK_USER } from "../flag/rollback";
import { EVERY_SERVICE } from "../release/share";
import { nextShare, type Waves } from "../release/waves";
import { isRollbackMember } from "../rules/rollback";
import type { Subject } from "../rules/subject";

/**
 * The share of the services that a version is published to at first, in percent: the first wave, but for one that is
 * written to go to all at once, and for a rollback, which has to reach every service that has what it undoes. That holds
 * also for one that follows a newer version which was refused; a rule would take it for a change like any other.
 */
export function firstShare(subject: Subject, waves: Waves): number {
  const { raw, user } = subject;
  const isRollback = user === ROLLBACK_USER && isRollbackMember(raw.rollback);
  return raw.release === "immediate" || isRollback ? EVERY_SERVICE : nextShare(waves, 0);
}
