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
  // The validator goes by the table's clock, so this one running behind must not refuse what is written after another.
  const time = typeof version.written_at === "number" ? Math.max(now(), version.written_at) : now();
  return brokenCritical(subjectOf(version, { environment, now: time, known }, previous)).map(({ id }) => id);
}
