import type { StoredVersion } from "../flags-api/store";
import { brokenCritical } from "../rules/evaluate";
import { subjectOf } from "../rules/read-subject";
import { knownFlags } from "../validator/known-flags";
import type { RollbackPorts } from "./ports";

/** Ids of the critical rules for which the validator would refuse a version: what it refuses mends no cache. */
export async function brokenRules(
  version: StoredVersion,
  previous: StoredVersion | undefined,
  { store, environment, now }: Pick<RollbackPorts, "store" | "environment" | "now">,
): Promise<readonly string[]> {
  const [known = new Map()] = await knownFlags([version], store);
  return brokenCritical(subjectOf(version, { environment, now: now(), known }, previous)).map(({ id }) => id);
}
