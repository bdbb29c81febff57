import { ROLLBACK_USER, type Rollback } from "../flag/rollback";
import type { StoredVersion } from "../flags-api/store";
import type { RollbackRequest } from "./contract";
import type { RollbackPorts } from "./ports";

/** Versions from here on are no flag's: were they outbid, hardly any would be left for those to come. */
const TOO_HIGH = 2 ** 52;

/**
 * The number of the new version: higher than any that the table or a service has, so that every service takes it.
 *
 * @param known versions that the table has
 */
export function nextVersion({ version, disagreements }: RollbackRequest, known: readonly number[]): number {
  const named = disagreements.map((disagreement) => disagreement.version ?? 0).filter((other) => other < TOO_HIGH);
  return Math.max(version, ...known, ...named) + 1;
}

/**
 * What a rollback writes: all that the good version says, but who wrote it, when and why.
 *
 * @param previous the version that it replaces
 */
export function rolledBackVersion(
  good: StoredVersion,
  previous: StoredVersion | undefined,
  version: number,
  request: RollbackRequest,
  { principal, correlationId, now }: Pick<RollbackPorts, "principal" | "correlationId" | "now">,
): StoredVersion {
  const rollback: Rollback = { from: request.version, to: good.version };
  return {
    ...good,
    version,
    // A flag's history only ever goes forward, whatever the clocks say.
    written_at: Math.max(now(), timeOf(previous) + 1, timeOf(good) + 1),
    reason: reasonOf(rollback, request),
    user: ROLLBACK_USER,
    principal,
    correlation_id: correlationId,
    rollback,
  };
}

/** The rollback that a version says it is; undefined for any other. */
export function rollbackOf(version: StoredVersion | undefined): Rollback | undefined {
  const rollback = version?.rollback;
  if (version?.user !== ROLLBACK_USER || typeof rollback !== "object" || rollback === null) return undefined;
  const { from, to } = rollback as Partial<Rollback>;
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) ? { from: Number(from), to: Number(to) } : undefined;
}

function timeOf(version: StoredVersion | undefined): number {
  const time = version?.written_at;
  return typeof time === "number" && Number.isSafeInteger(time) ? time : 0;
}

function reasonOf({ from, to }: Rollback, { disagreements, disagreeing, services }: RollbackRequest): string {
  const count = disagreeing ?? disagreements.length;
  const of = services === undefined ? "" : ` of ${services}`;
  const who = `${count}${of} ${(services ?? count) === 1 ? "service" : "services"} disagreed`;
  return `Rolled back from version ${from} to the content of version ${to}: ${who}.`;
}
