import type { FlagVersion } from "../flag/flag-version";
import { brokenCritical, decideAll } from "../rules/evaluate";
import { subjectOf } from "../rules/read-subject";
import type { Rule } from "../rules/rule";
import type { Subject } from "../rules/subject";
import { knownFlags } from "../validator/known-flags";
import type { FlagStore, StoredVersion } from "./store";

/**
 * A version that is to be written, as the rules will see it in the validator.
 *
 * @param now milliseconds since 1970
 */
export async function subjectOfVersion(
  version: FlagVersion,
  previous: StoredVersion | undefined,
  store: FlagStore,
  now: number,
): Promise<Subject> {
  const [known = new Map()] = await knownFlags([version], store);
  return subjectOf(version, { environment: version.environment, now, known }, previous);
}

/** The critical rules that it breaks. */
export function criticalBroken(subject: Subject): readonly Rule[] {
  return brokenCritical(subject);
}

/** What every rule decides, and whether all critical ones are kept. */
export function decideEvery(subject: Subject) {
  const verdicts = decideAll(subject).map(({ rule, kept }) => {
    const { id, severity, sentence } = rule;
    return { id, severity, sentence, kept };
  });
  return { valid: verdicts.every(({ severity, kept }) => kept || severity === "advisory"), verdicts };
}
