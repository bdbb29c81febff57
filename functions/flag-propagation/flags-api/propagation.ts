import type * as z from "zod";
import { json } from "../../shared/http/response";
import type { CacheEntry } from "../cache/cache-entry";
import type { Dependencies, Operation } from "./dependencies";
import { everFlag } from "./find-flag";
import { cachesUnreadable } from "./problems";
import { type propagationDocument, representVerdict } from "./representation";
import type { StoredVersion } from "./store";

type Propagation = z.infer<typeof propagationDocument>;

/** The operation that tells how far a flag has come. */
export function propagationOperations({
  store,
  caches,
  services,
}: Pick<Dependencies, "store" | "caches" | "services">) {
  return {
    async getPropagation(_request, parameters) {
      const current = await everFlag(store, parameters);
      const { flag_id, version } = current;
      // The caches are read last: what is published by then may be newer than the target, and counts as arrived.
      const [verdict, target] = await Promise.all([store.verdict(flag_id, version), store.publishedVersion(flag_id)]);
      const entries = await caches.entries(flag_id, services).catch((error: unknown) => {
        throw cachesUnreadable(error);
      });
      const propagation: Propagation = {
        flag_id,
        version,
        written_at: writtenAt(current),
        verdict: verdict === undefined ? null : representVerdict(verdict),
        ...convergence(services, entries, target),
      };
      return json(200, propagation);
    },
  } satisfies Record<string, Operation>;
}

/**
 * How many services have come to a version, or beyond it.
 *
 * @param entries what each service's cache holds, in the order of the services
 * @param target undefined while no version was published, which no service lags behind
 */
export function convergence(
  services: readonly string[],
  entries: readonly (CacheEntry | undefined)[],
  target: number | undefined,
): Pick<Propagation, "target_version" | "services" | "slowest_ms"> {
  if (target === undefined) {
    return { target_version: null, services: { total: services.length, converged: 0, lagging: [] }, slowest_ms: null };
  }
  const lagging = services
    .map((service, index) => ({ service, version: entries[index]?.version ?? null }))
    .filter(({ version }) => version === null || version < target);
  const arrivals = entries.flatMap((entry) =>
    entry?.version === target ? [Math.max(0, entry.cached_at - entry.written_at)] : [],
  );
  return {
    target_version: target,
    services: { total: services.length, converged: services.length - lagging.length, lagging },
    slowest_ms: lagging.length === 0 && arrivals.length > 0 ? Math.max(...arrivals) : null,
  };
}

/** Null for what a writer beside the API left in its place. */
function writtenAt({ written_at }: StoredVersion): number | null {
  return typeof written_at === "number" && Number.isSafeInteger(written_at) && written_at > 0 ? written_at : null;
}
