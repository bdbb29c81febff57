import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import type { CheckResult, LogScanResult } from "../../../functions/flag-propagation/consistency-checker/contract";
import type { RollbackResult } from "../../../functions/flag-propagation/rollback/contract";
import { serviceName } from "../../../functions/flag-propagation/services";
import { MINUTE_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";
import { changeOf } from "../support/service-queues";

/** A sweep leaves versions of the last ten seconds to the checks of their own. */
const LEFT_TO_CHECKS_MS = 11_000;

export function safetyNetTests(system: () => FlagSystem): void {
  it(
    "FLAG-06 FLAG-07 FLAG-14 finds a wrong value in one cache within 5 s, and mends it within 8 s",
    async () => {
      const { api, caches, safetyNet } = system();
      const flag = system().name("planted");
      await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      const service = serviceName(2);
      const check = { operation: "check", flag_id: flag, version: 1 } as const;
      expect(await safetyNet.check<CheckResult>(check)).toMatchObject({ outcome: "consistent", disagreements: [] });
      await caches.damage(flag, service, 1);

      const found = await safetyNet.check<CheckResult>(check);
      expect(found).toMatchObject({
        outcome: "inconsistent",
        disagreeing: 1,
        disagreements: [{ service, kind: "different", version: 1 }],
      });
      expect(found.duration_ms).toBeLessThan(5_000);

      const request = { flag_id: flag, version: 1, disagreements: found.disagreements };
      const started = performance.now();
      // It was found good before it was damaged: its own content is put in place again.
      expect(await safetyNet.rollback<RollbackResult>(request)).toMatchObject({
        outcome: "rolled-back",
        from: 1,
        to: 1,
        version: 2,
      });
      await api.arrived(flag, 2, MINUTE_MS);
      expect(performance.now() - started).toBeLessThan(8_000);
      expect(await safetyNet.rollback<RollbackResult>(request)).toMatchObject({ outcome: "rolled-back", version: 2 });
      expect((await api.propagation(flag))?.version).toBe(2);
    },
    5 * MINUTE_MS,
  );

  it(
    "FLAG-06 FLAG-07 FLAG-13 FLAG-14 rolls a change back by itself that does not arrive, to the content of version 1, and tells it",
    async () => {
      const { api, caches, safetyNet } = system();
      const flag = system().name("reverted");
      const tap = await system().tap("flag_propagation_rollbacks_topic_arn", "undo");
      const etag = await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      await eventually("version 1 to be found good", MINUTE_MS, async () =>
        (await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 })).outcome === "consistent"
          ? true
          : undefined,
      );
      await api.write(flag, "on", etag);
      await api.arrived(flag, 2, MINUTE_MS);
      await caches.damage(flag, serviceName(3), 2);

      await api.arrived(flag, 3, MINUTE_MS);
      const { body } = await api.call("GET", `/flags/${flag}`);
      expect(body).toMatchObject({ version: 3, defaultVariant: "off", rollback: { from: 2, to: 1 } });
      const [told] = await tap.about(flag, 1, MINUTE_MS, "flag_id");
      expect(told).toMatchObject({ outcome: "rolled-back", from: 2, to: 1, version: 3 });
    },
    5 * MINUTE_MS,
  );

  it(
    "FLAG-06 FLAG-14 sweeps all flags, mends what was damaged, and never undoes a newer change",
    async () => {
      const { api, caches, safetyNet } = system();
      const flag = system().name("swept");
      const etag = await api.write(flag, "off");
      // Without a check of its own, it is the sweep that finds the damage.
      expect(await safetyNet.stopCheckOf(flag, 1, MINUTE_MS)).toBe("ABORTED");
      await api.arrived(flag, 1, MINUTE_MS);
      await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 });
      await caches.damage(flag, serviceName(4), 1);
      await sleep(LEFT_TO_CHECKS_MS);
      expect(await safetyNet.run({ operation: "sweep" }, 2 * MINUTE_MS)).toBe("SUCCEEDED");
      await api.arrived(flag, 2, MINUTE_MS);
      expect(await safetyNet.rollback<RollbackResult>({ flag_id: flag, version: 1, disagreements: [] })).toMatchObject({
        version: 2,
      });
      expect(etag).toBe('"1"');
    },
    5 * MINUTE_MS,
  );

  it(
    "FLAG-06 FLAG-14 loses nothing when an execution is stopped midway: the next sweep finds and mends what it would have",
    async () => {
      const { api, caches, safetyNet } = system();
      const flag = system().name("stopped");
      const etag = await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      expect(await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 })).toMatchObject({
        outcome: "consistent",
      });
      await api.write(flag, "on", etag);
      // It waits for five seconds before it looks at the caches.
      expect(await safetyNet.stopCheckOf(flag, 2, MINUTE_MS)).toBe("ABORTED");
      await api.arrived(flag, 2, MINUTE_MS);
      await caches.damage(flag, serviceName(5), 2);
      await sleep(LEFT_TO_CHECKS_MS);
      expect(await safetyNet.run({ operation: "sweep" }, 2 * MINUTE_MS)).toBe("SUCCEEDED");
      await api.arrived(flag, 3, MINUTE_MS);
      const { body } = await api.call("GET", `/flags/${flag}`);
      expect(body).toMatchObject({ version: 3, defaultVariant: "off", rollback: { from: 2, to: 1 } });
    },
    6 * MINUTE_MS,
  );

  it(
    "FLAG-06 FLAG-14 finds what a function logged about a service within 15 s",
    async () => {
      const { queues, redis, safetyNet } = system();
      const service = serviceName(7);
      const from = Date.now();
      await redis.kill();
      try {
        await queues.send(service, changeOf(system().name("unwritten"), 1));
        const scan = await eventually(`an error about ${service}`, MINUTE_MS, async () => {
          const request = { operation: "logs", from, to: Date.now() } as const;
          // A search that fails is made again, as the state machine does: the emulator's can meet a log that grows meanwhile.
          const result = await safetyNet.check<LogScanResult>(request).catch(() => undefined);
          return result?.errors.some(({ service_id }) => service_id === service) ? result : undefined;
        });
        expect(scan.complete).toBe(true);
        expect(scan.duration_ms).toBeLessThan(15_000);
        expect(scan.errors.find(({ service_id }) => service_id === service)?.message).toBe(
          "cache not written, to be delivered again",
        );
      } finally {
        await redis.restart();
      }
    },
    3 * MINUTE_MS,
  );
}
