import { EVERY_SERVICE } from "../release/share";
import { nextShare, type Waves } from "../release/waves";
import { isRollback } from "../rules/rollback";
import type { Subject } from "../rules/subject";

/**
 * The share of the services that a version is published to at first, in percent: the first wave, but for one that is
 * written to go to all at once, and for a rollback, which has to reach every service that has what it undoes.
 */
export function firstShare(subject: Subject, waves: Waves): number {
  return subject.raw.release === "immediate" || isRollback(subject) ? EVERY_SERVICE : nextShare(waves, 0);
}
