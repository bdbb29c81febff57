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
  ports: Writer,
): StoredVersion {
  const rollback: Rollback = { from: request.version, to: good.version };
  // How the good version was released says nothing of this one.
  const { release, ...content } = good;
  // A flag's history only ever goes forward, whatever the clocks say.
  const written_at = Math.max(ports.now(), timeOf(previous) + 1, timeOf(good) + 1);
  const what = `Rolled back from version ${rollback.from} to the content of version ${rollback.to}`;
  return { ...content, version, written_at, ...written(what, rollback, request, ports) };
}

/**
 * What a rollback writes where nothing was there before the version in question: services had no such flag.
 *
 * @param previous the version that it replaces
 */
export function deletedAgain(
  previous: StoredVersion | undefined,
  version: number,
  request: RollbackRequest,
  ports: Writer & Pick<RollbackPorts, "environment">,
): StoredVersion {
  const rollback: Rollback = { from: request.version, to: request.version };
  const written_at = Math.max(ports.now(), timeOf(previous) + 1);
  return {
    flag_id: request.flag_id,
    version,
    environment: ports.environment,
    created_at: previous?.created_at ?? written_at,
    written_at,
    ...written(`Rolled back version ${rollback.from}, before which there was no flag`, rollback, request, ports),
    deleted: true,
  };
}

type Writer = Pick<RollbackPorts, "principal" | "correlationId" | "now">;

function written(what: string, rollback: Rollback, request: RollbackRequest, { principal, correlationId }: Writer) {
  return {
    reason: `${what}: ${request.reason ?? disagreed(request)}.`,
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

function disagreed({ disagreements, disagreeing, services }: RollbackRequest): string {
  const count = disagreeing ?? disagreements.length;
  const of = services === undefined ? "" : ` of ${services}`;
  return `${count}${of} ${(services ?? count) === 1 ? "service" : "services"} disagreed`;
}
