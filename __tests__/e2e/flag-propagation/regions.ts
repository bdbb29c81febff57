import { expect, it } from "@jest/globals";
import { MINUTE_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";
import { FlagsTable } from "../support/flags-table";

const REPLICA_REGION = "us-west-2";
const WRITES = 10;
/** A replica that is further behind serves reads that are too old. Milliseconds. */
const CEILING = 3_000;

export function regionsTests(system: () => FlagSystem): void {
  it(
    `FLAG-01 FLAG-14 of the home Region is read in the replica's within ${CEILING} ms, ${WRITES} times`,
    async () => {
      const { api, deployment } = system();
      const replica = new FlagsTable(deployment, REPLICA_REGION);
      const flag = system().name("replicated");
      const lags: number[] = [];
      let etag: string | undefined;
      for (let version = 1; version <= WRITES; version++) {
        etag = await api.write(flag, version % 2 === 0 ? "off" : "on", etag);
        const written = performance.now();
        const item = await eventually(`version ${version} in ${REPLICA_REGION}`, MINUTE_MS, async () => {
          const there = await replica.current(flag);
          return there?.version?.N === String(version) ? there : undefined;
        });
        lags.push(performance.now() - written);
        expect(item).toEqual(await system().table.current(flag));
      }
      const slowest = Math.max(...lags);
      const where = deployment.target === "local" ? "on the emulator, which is no AWS" : "on AWS";
      process.stderr.write(`${WRITES} writes in ${REPLICA_REGION} after ${slowest.toFixed(0)} ms at most, ${where}\n`);
      expect(slowest).toBeLessThan(CEILING);
    },
    5 * MINUTE_MS,
  );
}
