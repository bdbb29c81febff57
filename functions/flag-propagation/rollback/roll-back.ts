import type { StoredVersion } from "../flags-api/store";
import { brokenRules } from "./broken-rules";
import { candidates } from "./candidates";
import type { RollbackRequest, RollbackResult } from "./contract";
import type { RollbackPorts } from "./ports";
import { deletedAgain, nextVersion, rollbackOf, rolledBackVersion } from "./rolled-back-version";

/** Another writer may be first; after that many times, something else is wrong. */
const ATTEMPTS = 3;

/**
 * Makes all services agree again: writes the content of the last version known to be good as a new version, which the
 * fast path carries to them like any change. A newer change is never undone, a repeat of a request writes nothing, and
 * two rollbacks in a row are the last.
 *
 * @throws Error when there is no content that could be written again, or the table does not let it be written.
 */
export async function rollBack(request: RollbackRequest, ports: RollbackPorts): Promise<RollbackResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await ports.store.get(request.flag_id);
    const settled = (await settledBy(current, request, ports)) ?? (await stopped(current, request, ports));
    if (settled !== undefined) return settled;
    const written = await write(current, request, ports);
    if (written !== undefined) return written;
  }
  throw new Error(
    `Version ${request.version} of the flag '${request.flag_id}' was not rolled back: the table refused the new version ${ATTEMPTS} times. ` +
      "Look at the flag's current record, and write the flag anew where it has no readable version.",
  );
}

/**
 * What a newer version means: it is what this request wrote before, or somebody else's change, which stays. One that was
 * refused means nothing: it goes to no service, and were it to stay, the services would disagree for ever.
 */
async function settledBy(
  current: StoredVersion | undefined,
  { flag_id, version: from }: RollbackRequest,
  { store, count, log }: RollbackPorts,
): Promise<RollbackResult | undefined> {
  if (current === undefined || current.version <= from) return undefined;
  const { version } = current;
  const verdicts = await store.verdicts(flag_id, version);
  if (verdicts.length > 0 && verdicts.every(({ valid }) => !valid)) {
    log("warn", "newer version was refused, a rollback takes its place", { flag_id, from, version });
    return undefined;
  }
  const rollback = rollbackOf(current);
  if (rollback?.from === from) return { flag_id, outcome: "rolled-back", from, to: rollback.to, version };
  count("RollbacksSuperseded");
  log("info", "flag not rolled back, it has a newer version", { flag_id, from, version });
  return { flag_id, outcome: "superseded", from };
}

/** A third rollback in a row would help no more than the two before it: somebody has to look. */
async function stopped(
  current: StoredVersion | undefined,
  { flag_id, version: from }: RollbackRequest,
  { store, count, log }: RollbackPorts,
): Promise<RollbackResult | undefined> {
  if (current === undefined || rollbackOf(current) === undefined) return undefined;
  const before = await store.newest(flag_id, current.version);
  if (rollbackOf(before) === undefined) return undefined;
  count("RollbacksStopped");
  log("error", "flag not rolled back, two rollbacks in a row did not help", { flag_id, from });
  return { flag_id, outcome: "stopped", from };
}

/** @returns undefined where another writer was first */
async function write(
  current: StoredVersion | undefined,
  request: RollbackRequest,
  ports: RollbackPorts,
): Promise<RollbackResult | undefined> {
  const { flag_id, version: from } = request;
  const { store, count, log } = ports;
  const [newest, published] = await Promise.all([store.newest(flag_id), store.published(flag_id, from)]);
  // The history is ahead where somebody put the current record back.
  const version = nextVersion(request, [current?.version ?? 0, newest?.version ?? 0]);
  const choice = candidates(from, published, rollbackOf(current)?.from);
  const next = await firstValid(choice, current, version, request, ports);
  if (!(await store.append(next, current?.version ?? 0))) return undefined;
  const to = rollbackOf(next)?.to ?? from;
  count("Rollbacks");
  log("warn", "flag rolled back", { flag_id, from, to, version, disagreements: request.disagreements });
  return { flag_id, outcome: "rolled-back", from, to, version };
}

/** Content that once was good may not be any longer, such as that of a flag whose dependency was deleted since. */
async function firstValid(
  versions: readonly number[],
  current: StoredVersion | undefined,
  version: number,
  request: RollbackRequest,
  ports: RollbackPorts,
): Promise<StoredVersion> {
  const { flag_id } = request;
  const refused: string[] = [];
  if (versions.length === 0) {
    const next = deletedAgain(current, version, request, ports);
    const broken = await brokenRules(next, current, ports);
    if (broken.length === 0) return next;
    refused.push(`there is no version before it, and to delete the flag breaks ${broken.join(", ")}`);
  }
  for (const candidate of versions) {
    // Of a version that was written past the API there may be no history.
    const there = await ports.store.version(flag_id, candidate);
    const good = there ?? (current?.version === candidate ? current : undefined);
    if (good === undefined) {
      refused.push(`version ${candidate} is not in the history`);
      continue;
    }
    const next = rolledBackVersion(good, current, version, request, ports);
    const broken = await brokenRules(next, current, ports);
    if (broken.length === 0) return next;
    refused.push(`version ${candidate} breaks ${broken.join(", ")}`);
    ports.log("warn", "content not taken for a rollback, it breaks critical rules now", {
      flag_id,
      version: candidate,
      broken,
    });
  }
  throw new Error(
    `Version ${request.version} of the flag '${flag_id}' cannot be rolled back: ${refused.join("; ")}. ` +
      "Write a version that keeps all critical rules, with `npm run flag -- set`.",
  );
}
