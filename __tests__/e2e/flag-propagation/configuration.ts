import { expect, it } from "@jest/globals";
import { MINUTE_MS } from "../support/durations";
import type { FlagSystem } from "../support/flag-system";

export function configurationTests(system: () => FlagSystem): void {
  it("FLAG-04 serves as many services as the variable says, and says why it does not", () => {
    const { local } = system();
    const count = (microservices_count: string) => local.evaluate("length(local.services)", { microservices_count });
    expect(count("1")).toBe("1");
    expect(count("1000")).toBe("1000");
    expect(count("1001")).toContain("1000");
    for (const wrong of ["0", "-3", "2.5"]) {
      expect(count(wrong)).toContain("The microservices_count must be a whole number from 1");
    }
  });

  it(
    "ALL-07 is what its configuration says: a second plan changes nothing",
    async () => {
      const { local } = system();
      expect(await local.plan()).toEqual([]);
    },
    10 * MINUTE_MS,
  );
}
