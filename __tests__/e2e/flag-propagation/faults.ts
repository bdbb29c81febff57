import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { serviceName } from "../../../functions/flag-propagation/services";
import { MINUTE_MS, RETRIED_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";
import { changeOf } from "../support/service-queues";
import { killWorkers } from "../support/workers";

export function faultsTests(system: () => FlagSystem): void {
  it(
    "FLAG-14 FLAG-05 keeps the newest version when messages come late, twice and in the wrong order",
    async () => {
      const { queues, caches } = system();
      const flag = system().name("shuffled");
      const service = serviceName(42);
      const versions = [5, 3, 5, 7, 4, 7, 6, 3];
      for (const version of versions) await queues.send(service, changeOf(flag, version));
      await eventually(`version 7 of ${flag}`, MINUTE_MS, async () => {
        const [entry] = await caches.entries(flag, [service]);
        return entry?.version === 7 ? entry : undefined;
      });
      await queues.send(service, { ...changeOf(flag, 8), flag: undefined, deleted: true });
      for (const version of [6, 7, 2]) await queues.send(service, changeOf(flag, version));
      await sleep(5_000);
      const [entry, other] = await caches.entries(flag, [service, serviceName(43)]);
      expect(entry).toMatchObject({ version: 8, deleted: true });
      expect(other).toBeUndefined();
    },
    2 * MINUTE_MS,
  );

  it(
    "FLAG-14 FLAG-05 loses nothing when Redis restarts and updaters crash while changes are under way",
    async () => {
      const { api, redis, local } = system();
      const flags = Array.from({ length: 4 }, (_, index) => system().name(`faults-${index}`));
      const etags = await Promise.all(flags.map((flag) => api.write(flag, "off")));
      const writing = Promise.all(flags.map((flag, index) => api.write(flag, "on", etags[index])));
      await redis.kill();
      const killed = await killWorkers(local.folder, "flag-propagation-cache-updater-dev");
      await writing;
      await sleep(1_000);
      await redis.restart();
      expect(killed).toBeGreaterThan(0);
      for (const flag of flags) {
        const { services: reached } = await api.arrived(flag, 2, RETRIED_MS);
        expect(reached.converged).toBe(reached.total);
      }
    },
    10 * MINUTE_MS,
  );
}
