import type * as z from "zod";
import { type HttpResponse, json } from "../../shared/http/response";
import type { CacheEntry } from "../cache/cache-entry";
import type { Verdict } from "../flag/verdict";
import { takers } from "../flags/service-flags";
import { everFlag } from "../flags-api/find-flag";
import type { StoredVersion } from "../flags-api/store";
import { EVERY_SERVICE, servicesWithin, shareOf } from "../release/share";
import { nextShare } from "../release/waves";
import { hopsOf } from "./hops";
import type { PropagationPorts } from "./ports";
import { cachesUnreadable } from "./problems";
import { type propagationDocument, representVerdict } from "./representation";

type Propagation = z.infer<typeof propagationDocument>;

/**
 * Tells how far a flag has come.
 *
 * @throws Problem 404 where there never was such a flag, 409 where its record cannot be read, 503 where Redis cannot be.
 */
export async function propagationOf(
  parameters: Readonly<Record<string, string>>,
  { store, caches, services, waves }: PropagationPorts,
): Promise<HttpResponse> {
  const current = await everFlag(store, parameters);
  const { flag_id, version } = current;
  // The caches are read last: what is published by then may be newer than the target, and counts as arrived.
  const [verdict, target, serviceFlags] = await Promise.all([
    store.verdict(flag_id, version),
    store.published(flag_id),
    store.serviceFlags(),
  ]);
  // In the middle of a release, the other services do not lag: they are to have the version before.
  const share = target === undefined ? EVERY_SERVICE : shareOf(target);
  const taking = takers(servicesWithin(share, services), flag_id, serviceFlags);
  const entries = await caches.entries(flag_id, taking).catch((error: unknown) => {
    throw cachesUnreadable(error);
  });
  const propagation: Propagation = {
    flag_id,
    version,
    written_at: writtenAt(current),
    verdict: verdict === undefined ? null : representVerdict(verdict),
    ...(share < EVERY_SERVICE && { release: { share, next_share: nextShare(waves, share) } }),
    ...convergence(taking, entries, target),
  };
  return json(200, propagation);
}

/**
 * How many services have come to a version, or beyond it, and how long those took that have exactly this one.
 *
 * @param services those that take the flag, and that the version was published to
 * @param entries what each service's cache holds, in the order of the services
 * @param target the verdict of the version; undefined while none was published, which no service lags behind
 */
function convergence(
  services: readonly string[],
  entries: readonly (CacheEntry | undefined)[],
  target: Verdict | undefined,
): Pick<Propagation, "target_version" | "services" | "slowest_ms" | "hops"> {
  const total = services.length;
  if (target === undefined) {
    return { target_version: null, services: { total, converged: 0, lagging: [] }, slowest_ms: null, hops: null };
  }
  const lagging = services
    .map((service, index) => ({ service, version: entries[index]?.version ?? null }))
    .filter(({ version }) => version === null || version < target.version);
  const arrived = entries.flatMap((entry) => (entry?.version === target.version ? [entry] : []));
  const hops = hopsOf(arrived, target);
  return {
    target_version: target.version,
    services: { total, converged: total - lagging.length, lagging },
    slowest_ms: lagging.length === 0 ? (hops?.total.max_ms ?? null) : null,
    hops,
  };
}

/** Null for what a writer beside the API left in its place. */
function writtenAt({ written_at }: StoredVersion): number | null {
  return typeof written_at === "number" && Number.isSafeInteger(written_at) && written_at > 0 ? written_at : null;
}
