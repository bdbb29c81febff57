import { expect, it } from "@jest/globals";
import type { Propagation } from "../../../tools/flag/answers";
import { targetOfTests } from "../support/deploy";
import { COLD_MS, MINUTE_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";
import { HOP_BUDGETS, hopSummaries, hopTable } from "../support/latencies";

const FLIPS = 200;
const AT_ONCE = 50;

export function changesTests(system: () => FlagSystem): void {
  it(
    `FLAG-14 FLAG-02 FLAG-03 FLAG-04 FLAG-05 reaches every service within each step's budget, ${FLIPS} times`,
    async () => {
      const { deployment, api } = system();
      const flag = system().name("flip");
      let etag = await api.warmUp(flag, COLD_MS);
      const flips: Propagation[] = [];
      const warmUp = 5;
      for (let flip = 1; flip <= FLIPS + warmUp; flip++) {
        etag = await api.write(flag, flip % 2 === 0 ? "off" : "on", etag);
        const arrived = await api.arrived(flag, Number(etag.replaceAll('"', "")), 2 * MINUTE_MS);
        if (flip > warmUp) flips.push(arrived);
      }
      const summaries = hopSummaries(flips);
      process.stderr.write(`${hopTable(deployment.target, flips.length, summaries)}\n`);
      expect(flips).toHaveLength(FLIPS);
      expect(flips[0]?.services.total).toBe(Number(deployment.output("flag_propagation_service_count")));
      for (const [hop, budget] of Object.entries(HOP_BUDGETS)) {
        const { p99 } = summaries[hop as keyof typeof HOP_BUDGETS];
        expect([hop, p99 <= budget ? "within its budget" : `${p99} ms`]).toEqual([hop, "within its budget"]);
      }
    },
    FLIPS * 10_000,
  );

  it(
    `FLAG-14 FLAG-04 of ${AT_ONCE} flags at once reaches every service, each flag at its newest version`,
    async () => {
      const { api } = system();
      const flags = Array.from({ length: AT_ONCE }, (_, index) => system().name(`many-${index}`));
      const etags = await Promise.all(flags.map((flag) => api.write(flag, "off")));
      await Promise.all(flags.map((flag, index) => api.write(flag, "on", etags[index])));
      for (const flag of flags) {
        const { services: reached } = await api.arrived(flag, 2, 5 * MINUTE_MS);
        expect(reached.converged).toBe(reached.total);
      }
    },
    10 * MINUTE_MS,
  );

  it("FLAG-14 FLAG-03 that breaks a rule is refused by the API, with every rule that it breaks", async () => {
    const { api } = system();
    const flag = system().name("refused");
    const etag = await api.write(flag, "off");
    const { status, body } = await api.call("PUT", `/flags/${flag}`, {
      body: { ...(await api.definition(flag)), defaultVariant: "nowhere" },
      ifMatch: etag,
    });
    expect(status).toBe(422);
    expect(body.type).toBe("urn:plumbline:problem:flag-breaks-rules");
    expect(body.errors?.[0]?.detail).toMatch(/^[A-Z]+-\d+: /);
  });

  it(
    "FLAG-14 FLAG-03 that goes past the API and breaks a rule goes nowhere: a verdict beside the flag, and it is announced",
    async () => {
      const { api, table, services } = system();
      const flag = system().name("smuggled");
      await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      const tap = await system().tap("flag_propagation_rejections_topic_arn", "tap");
      const item = await table.current(flag);
      await table.put({ ...item, version: { N: "2" }, defaultVariant: { S: "nowhere" } });
      const [announced] = await tap.about(flag, 1, MINUTE_MS, "flag_id");
      expect(announced).toMatchObject({ flag_id: flag, version: 2, valid: false });
      const verdict = await eventually("a verdict on version 2", MINUTE_MS, async () => {
        const propagation = await api.propagation(flag);
        return propagation?.version === 2 && propagation.verdict !== null ? propagation : undefined;
      });
      expect(verdict.verdict).toMatchObject({ valid: false });
      expect(verdict.verdict?.broken.length).toBeGreaterThan(0);
      expect(verdict.target_version).toBe(1);
      expect(verdict.services.lagging).toEqual([]);
      if (targetOfTests() === "local") {
        expect(await system().caches.versions(flag, services)).toEqual(new Set([1]));
      }
    },
    3 * MINUTE_MS,
  );

  it("FLAG-14 FLAG-04 needs a signature: nobody writes a flag unsigned", async () => {
    const { api } = system();
    const { status } = await api.call("GET", `/flags/${system().name("unsigned")}`, { signed: false });
    expect(status).toBe(403);
  });

  it(
    "FLAG-14 is what an OpenFeature SDK is answered, once it has arrived",
    async () => {
      const { api } = system();
      const flag = system().name("evaluated");
      await api.write(flag, "on");
      await api.arrived(flag, 1, MINUTE_MS);
      const { status, body } = await api.call("POST", `/ofrep/v1/evaluate/flags/${flag}`, {
        body: { context: { targetingKey: "shop-1" } },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ key: flag, value: true, variant: "on" });
    },
    2 * MINUTE_MS,
  );

  it(
    "FLAG-14 FLAG-05 by deletion arrives like any other, and a later one brings the flag back at a higher version",
    async () => {
      const { api } = system();
      const flag = system().name("revived");
      await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      expect(await api.remove(flag, '"1"')).toBe(204);
      await api.arrived(flag, 2, MINUTE_MS);
      expect((await api.call("GET", `/flags/${flag}`)).status).toBe(404);
      expect(await api.write(flag, "on")).toBe('"3"');
      await api.arrived(flag, 3, MINUTE_MS);
    },
    4 * MINUTE_MS,
  );
}
