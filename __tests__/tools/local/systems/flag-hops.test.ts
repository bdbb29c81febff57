import { describe, expect, it } from "@jest/globals";
import type { Hop, Propagation, Spread } from "../../../../tools/flag/answers";
import { HOPS, hopTime } from "../../../../tools/local/systems/flag-hops";

const WRITTEN_AT = 1_000;
const PROPAGATION: Propagation = {
  flag_id: "new-checkout",
  version: 2,
  written_at: WRITTEN_AT,
  verdict: { valid: true, broken: [], advisories: [], validated_at: WRITTEN_AT + 60, published_at: WRITTEN_AT + 75 },
  target_version: 2,
  services: { total: 156, converged: 156, lagging: [] },
  slowest_ms: 500,
};

const times = (propagation: Propagation) => HOPS.map(({ hop }) => hopTime(propagation, hop).latencyMs);

describe("the time of each hop", () => {
  it("FLAG-02 FLAG-03 FLAG-04 FLAG-05 is bound by the verdict's times and the last cache's", () => {
    expect(times(PROPAGATION)).toEqual([60, 60, 15, 425]);
  });

  it("is the slowest service's where the API tells it, with its spread", () => {
    const spread = (max_ms: number): Spread => ({ p50_ms: 1, p99_ms: 2, max_ms });
    const hops: Record<Hop, Spread> = {
      stream: spread(20),
      validation: spread(40),
      publish: spread(15),
      queue: spread(100),
      cache: spread(330),
      fan_out: spread(420),
      total: spread(495),
    };
    expect(times({ ...PROPAGATION, hops })).toEqual([20, 40, 15, 420]);
    expect(hopTime({ ...PROPAGATION, hops }, "fan_out").outcome).toBe("p50 1 ms, p99 2 ms, max 420 ms");
  });

  it("is refused where nothing tells it", () => {
    expect(() => hopTime({ ...PROPAGATION, verdict: null }, "publish")).toThrow("the API does not tell when it was");
  });
});
