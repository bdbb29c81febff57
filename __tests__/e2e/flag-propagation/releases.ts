import { beforeAll, expect, it } from "@jest/globals";
import { DEPLOY_MS, MINUTE_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";

/** Percent. With 156 services these are the first eight. */
const FIRST_SHARE = 5;
const FIRST = 8;

/** Applies the stack anew, with waves: what comes after it has them. */
export function releasesTests(system: () => FlagSystem): void {
  beforeAll(() => system().local.apply({ release_waves: `[${FIRST_SHARE}]`, release_bake_minutes: "1" }), DEPLOY_MS);

  it(
    "FLAG-04 FLAG-14 of a version goes to the first share of the services, and to the others once that has baked",
    async () => {
      const { api, caches, services } = system();
      const [first, others] = [services.slice(0, FIRST), services.slice(FIRST)];
      const flag = system().name("guarded");
      const etag = await api.writeNow(flag, "off");
      await eventually("version 1 in all caches", MINUTE_MS, () => only(flag, services, 1));
      const started = Date.now();
      await api.write(flag, "on", etag);
      await eventually("version 2 in the first share", MINUTE_MS, () => only(flag, first, 2));
      expect(await caches.versions(flag, others)).toEqual(new Set([1]));
      // The verdict follows the publication.
      const released = await eventually("version 2 in the verdict", MINUTE_MS, async () => {
        const told = await api.propagation(flag);
        return told?.target_version === 2 ? told : undefined;
      });
      expect(released).toMatchObject({
        services: { total: FIRST, converged: FIRST, lagging: [] },
        release: { share: FIRST_SHARE, next_share: 100 },
      });
      // It is asked once a minute whether it may go on.
      await eventually("version 2 in all caches", 4 * MINUTE_MS, () => only(flag, services, 2));
      expect(Date.now() - started).toBeGreaterThan(MINUTE_MS);
      const propagation = await eventually("the end of the release", MINUTE_MS, async () => {
        const told = await api.propagation(flag);
        return told?.release === undefined ? told : undefined;
      });
      expect(propagation.services).toMatchObject({ total: services.length, converged: services.length });
    },
    8 * MINUTE_MS,
  );

  it(
    "FLAG-04 FLAG-14 of a version ends where a newer one goes to all services at once: the kill switch",
    async () => {
      const { api, caches, services } = system();
      const flag = system().name("switched");
      let etag = await api.writeNow(flag, "off");
      await eventually("version 1 in all caches", MINUTE_MS, () => only(flag, services, 1));
      etag = await api.write(flag, "on", etag);
      await eventually("version 2 in the first share", MINUTE_MS, () => only(flag, services.slice(0, FIRST), 2));
      await api.writeNow(flag, "off", etag);
      // Well before the next wave of version 2.
      await eventually("version 3 in all caches", 30_000, () => only(flag, services, 3));
      const broken = { ...(await api.definition(flag)), defaultVariant: "nowhere", release: "immediate" };
      const { status } = await api.call("PUT", `/flags/${flag}`, { body: broken, ifMatch: '"3"' });
      expect(status).toBe(422);
      expect(await caches.versions(flag, services)).toEqual(new Set([3]));
    },
    5 * MINUTE_MS,
  );

  /** @returns true where these services have this version and no other */
  async function only(flag: string, services: readonly string[], version: number): Promise<true | undefined> {
    const versions = await system().caches.versions(flag, services);
    return versions.size === 1 && versions.has(version) ? true : undefined;
  }
}
