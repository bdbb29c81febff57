import type { KeptCheck, Verdict } from "../flag/verdict";
import { takers } from "../flags/service-flags";
import { EVERY_SERVICE, servicesWithin, shareOf } from "../release/share";
import { CheckFailure } from "./check-failure";
import { contentOf } from "./content";
import type { CheckResult, Disagreement } from "./contract";
import { disagreements, newerThan } from "./disagreements";
import type { CheckerPorts } from "./ports";

/** Services that are named in an answer: a state machine carries 256 KB. */
const NAMED = 20;

/**
 * How long a version may be decided and not published: after that the one before it is what the services should have.
 * The validator publishes within two seconds, and tries again for a while when it cannot.
 */
const ON_ITS_WAY_MS = 60_000;

/** A CheckResult but for the time it took. */
export type Comparison = Omit<CheckResult, "duration_ms">;

/**
 * Compares a published version with the caches of all services that take the flag and that it was published to. Where
 * all services have it, it is kept as known to be good.
 *
 * In the middle of a release the other services have an older version, or none, or may get this one at any moment; of
 * them it is only looked whether one has a version that the table does not have.
 *
 * The table is read before the caches, so that a version may overtake the comparison: where services disagree, the
 * table is asked again, and a newer version has a check of its own.
 *
 * @param target the verdict of the flag's newest published version
 * @param mayMiss whether a service without an entry agrees too, since it means the same as that the flag is deleted.
 *   @default false: the version has to arrive
 * @throws CheckFailure, or a RedisFailure where the caches cannot be read: it is not known whether they agree
 */
export async function compareFlag(target: Verdict, ports: CheckerPorts, mayMiss = false): Promise<Comparison> {
  const { flag_id, version } = target;
  const [record, serviceFlags] = await Promise.all([ports.flags.version(flag_id, version), ports.flags.serviceFlags()]);
  if (record === undefined) {
    throw new CheckFailure(
      "VersionMissing",
      `Version ${version} of '${flag_id}' was published, but the table does not have it. Restore the table, or write the flag again.`,
    );
  }
  const share = shareOf(target);
  const within = new Set(servicesWithin(share, ports.services));
  const taking = takers(ports.services, flag_id, serviceFlags);
  const services = taking.filter((service) => within.has(service));
  const others = taking.filter((service) => !within.has(service));
  const expected = { flagId: flag_id, version, content: contentOf(record) };
  const found = [
    ...(await disagreements(expected, services, ports.caches)),
    ...(await newerThan(expected, others, ports.caches)),
  ].filter(({ kind }) => !mayMiss || kind !== "missing");
  if (found.length > 0 && (await isOvertaken(target, ports))) return superseded(target);
  const comparison = {
    flag_id,
    version,
    outcome: outcomeOf(found),
    ...(share < EVERY_SERVICE && { share }),
    services: services.length,
    disagreeing: found.length,
    // A rollback has to go beyond the highest version that there is.
    disagreements: found.toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0)).slice(0, NAMED),
  };
  await keep(target, comparison, ports);
  return comparison;
}

/** Keeps what was found in the verdict, unless it says so already: one write for all the sweeps that find nothing. */
async function keep(target: Verdict, comparison: Compared, { flags, now }: CheckerPorts): Promise<void> {
  const { outcome, services, disagreeing, disagreements } = comparison;
  const isConfirmation =
    outcome === "consistent" && comparison.share === undefined && target.confirmed_at === undefined;
  if (outcome === "consistent" && !isConfirmation && isKnown(target, comparison)) return;
  await flags.keepCheck(target, { outcome, at: now(), services, disagreeing, disagreements }, isConfirmation);
}

/** Whether it was found before that so many services agree. */
function isKnown({ last_check }: Verdict, { services, share }: Compared): boolean {
  if (last_check === undefined) return share === undefined;
  return last_check.outcome === "consistent" && (share === undefined || last_check.services === services);
}

/** What was found, and not overtaken. */
type Compared = Comparison & Pick<KeptCheck, "outcome">;

function outcomeOf(found: readonly Disagreement[]): KeptCheck["outcome"] {
  if (found.length === 0) return "consistent";
  return found.every(({ kind }) => kind === "missing" || kind === "older") ? "lagging" : "inconsistent";
}

/** What is to be said of a version that a newer one follows. */
export function superseded({ flag_id, version }: Verdict): Comparison {
  return { flag_id, version, outcome: "superseded", services: 0, disagreeing: 0, disagreements: [] };
}

async function isOvertaken({ flag_id, version }: Verdict, { flags, now }: CheckerPorts): Promise<boolean> {
  const newest = await flags.newestValid(flag_id);
  if (newest === undefined || newest.version <= version) return false;
  return newest.published_at !== undefined || now() - newest.validated_at < ON_ITS_WAY_MS;
}
