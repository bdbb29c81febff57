import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { utilisations } from "../../tools/simulation/convergence/deployment";
import { quantile } from "../../tools/simulation/convergence/latency";
import { predict, TIMES, type Times } from "../../tools/simulation/convergence/predict";
import { convergencePage } from "../../tools/simulation/convergence/report";
import { MOST_UPDATERS } from "../../tools/simulation/convergence/times";

const NOTHING = { median: 0, p99: 0 };

/** No part takes any time: a test gives time to the one that it looks at. */
const NO_TIME: Times = {
  replication: NOTHING,
  stream: NOTHING,
  pollInterval: 0,
  validatorBatch: NOTHING,
  validatorRecord: 0,
  delivery: NOTHING,
  receive: NOTHING,
  updaterBatch: NOTHING,
  redisCall: 0,
  redisWrite: 0,
};

const alone = { services: 156, regions: 1, rate: 0.1 };

describe("the prediction", () => {
  it("is the same each time", () => {
    const load = { services: 20, regions: 2, rate: 50 };
    const once = predict(load, { changes: 200, seed: 7 });
    expect(predict(load, { changes: 200, seed: 7 })).toEqual(once);
    expect(predict(load, { changes: 200, seed: 8 })).not.toEqual(once);
  });

  it("agrees with order statistics: a change is there when the slowest of all deliveries is", () => {
    const { p50, p99 } = predict(alone, { changes: 4_000, seed: 1, times: { ...NO_TIME, delivery: TIMES.delivery } });
    // All of n are there with the chance F(t)^n, so the median is the quantile 0.5^(1/156), and p99 0.99^(1/156).
    expect(p50 / quantile(TIMES.delivery, 2.617)).toBeCloseTo(1, 1);
    expect(p99 / quantile(TIMES.delivery, 3.826)).toBeCloseTo(1, 0.7);
  });

  it("agrees with one server and a burst: Redis writes one service after another", () => {
    const times = { ...NO_TIME, redisCall: 0.3, redisWrite: 0.2 };
    const { p50, p99 } = predict(alone, { changes: 50, seed: 1, times });
    expect(p50).toBeCloseTo(156 * 0.5, 6);
    expect(p99).toBeCloseTo(156 * 0.5, 6);
  });

  it("agrees with the quota on invocations: a burst of all places of the updater, then ten a second for each", () => {
    const load = { services: 7_000, regions: 1, rate: 0.1 };
    const { p50 } = predict(load, { changes: 5, seed: 1, times: NO_TIME });
    expect(p50).toBeCloseTo(((7_000 - MOST_UPDATERS) / (MOST_UPDATERS * 10)) * 1_000, 0);
  });

  it("waits half of the interval between two polls of the stream on average", () => {
    const { mean } = predict(alone, { changes: 4_000, seed: 1, times: { ...NO_TIME, pollInterval: 250 } });
    expect(mean / 125).toBeCloseTo(1, 1);
  });

  it("grows without end exactly where a part has more to do than it can", () => {
    const times = { ...NO_TIME, redisCall: 0, redisWrite: 1 };
    const settle = (rate: number) => {
      const load = { services: 10, regions: 1, rate };
      const short = predict(load, { changes: 500, seed: 3, times });
      return predict(load, { changes: 4_000, seed: 3, times }).mean / short.mean;
    };
    // Ten writes of 1 ms a change: the core is full at 100 changes a second.
    expect(settle(50)).toBeLessThan(1.5);
    expect(settle(200)).toBeGreaterThan(4);
  });
});

describe("the utilisation", () => {
  it("of each part grows as the changes do", () => {
    const one = utilisations({ services: 156, regions: 1, rate: 1 });
    const hundred = utilisations({ services: 156, regions: 1, rate: 100 });
    for (const [index, { part, share }] of one.entries()) {
      expect(hundred[index]?.part).toBe(part);
      // More shards take more of the validator's places: its share may grow less.
      expect(hundred[index]?.share).toBeLessThanOrEqual(share * 100 * (1 + 1e-9));
      expect(hundred[index]?.share).toBeGreaterThan(share);
    }
  });
});

describe("docs/systems/flag-convergence.md", () => {
  it("FLAG-04 shows what the model predicts: npm run bench -- converge prints it too", () => {
    const page = readFileSync("docs/systems/flag-convergence.md", "utf8");
    const shown = /<!-- predicted: .* -->\n\n([\s\S]*?)\n\n<!-- \/predicted -->/.exec(page)?.[1];
    expect(shown).toBe(convergencePage());
  });
});
