import type { CheckerPorts } from "./ports";
import { isFlagId } from "./request";

/** Deleted flags that one sweep compares: with the years they may be many, and hardly one of them is at fault. */
const MOST = 50;

/**
 * Flags that one service's cache has and the table's listing has not: they were deleted, and no listing of the table
 * names them. Each sweep looks at another service, and where it has many, at others of them.
 *
 * @param live ids of all flags that are not deleted
 */
export async function deletedFlags(
  live: ReadonlySet<string>,
  { caches, services, now }: Pick<CheckerPorts, "caches" | "services" | "now">,
): Promise<readonly string[]> {
  // Sweeps start at any millisecond: in time, each service's turn comes.
  const turn = now();
  const service = services[turn % services.length];
  if (service === undefined) return [];
  const ids = (await caches.flagIds(service)).filter((id) => isFlagId(id) && !live.has(id)).toSorted();
  const start = ids.length <= MOST ? 0 : Math.floor(turn / services.length) % ids.length;
  return [...ids.slice(start), ...ids.slice(0, start)].slice(0, MOST);
}
