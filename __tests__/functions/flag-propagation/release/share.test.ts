import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bakeMilliseconds } from "../../../../functions/flag-propagation/release/bake-minutes";
import { servicesWithin, slotOf } from "../../../../functions/flag-propagation/release/share";
import { nextShare, readWaves } from "../../../../functions/flag-propagation/release/waves";
import { serviceNames } from "../../../../functions/flag-propagation/services";

describe("the share of the services", () => {
  it("FLAG-04 that 5 % are of 156 services is the first eight", () => {
    expect(servicesWithin(5, serviceNames(156))).toEqual(serviceNames(8));
  });

  it("FLAG-04 has at least the first service, all of them at 100 %, and loses none as it grows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 99 }), (count, share) => {
        const services = serviceNames(count);
        const few = servicesWithin(share, services);
        expect(few[0]).toBe("service-0001");
        expect(servicesWithin(share + 1, services).slice(0, few.length)).toEqual(few);
        expect(Math.abs(few.length - (count * share) / 100)).toBeLessThan(1);
        expect(servicesWithin(100, services)).toEqual(services);
        expect(slotOf(count, count)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe("the waves", () => {
  it("FLAG-04 follow each other up to all services", () => {
    const waves = readWaves("[5,25]");
    expect([0, 5, 7, 25, 100].map((share) => nextShare(waves, share))).toEqual([5, 25, 25, 100, 100]);
    expect(nextShare(readWaves("[]"), 0)).toBe(100);
  });

  it.each(["", "5,25", "[25,5]", "[5,5]", "[0]", "[100]", "[5.5]", '["5"]', "{}"])("are not %j", (value) => {
    expect(() => readWaves(value)).toThrow(
      `RELEASE_WAVES is '${value}'. Set it to a JSON list of whole numbers from 1 to 99 that rise, such as [5,25], or to [] for none.`,
    );
  });

  it("bake for whole minutes, a day at most", () => {
    expect(bakeMilliseconds("10")).toBe(600_000);
    for (const value of ["0", "1441", "-1", "1.5", "", "ten"]) {
      expect(() => bakeMilliseconds(value)).toThrow(`RELEASE_BAKE_MINUTES is '${value}'.`);
    }
  });
});
