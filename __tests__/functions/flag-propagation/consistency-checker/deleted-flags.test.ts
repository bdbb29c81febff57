import { describe, expect, it } from "@jest/globals";
import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { deletedFlags } from "../../../../functions/flag-propagation/consistency-checker/deleted-flags";
import { sweep } from "../../../../functions/flag-propagation/consistency-checker/sweep";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { someDeletion, someEntry } from "../support/some-change";
import { checkerUnderTest, NOW } from "./checker-under-test";

const FLAG = "old-menu";
const SERVICES = serviceNames(3);
const SWEEP = { deadline: NOW + 60_000, secondLookMs: 1 };

const deletion = (version: number): CacheEntry => ({ ...someDeletion(FLAG, version), queued_at: NOW, cached_at: NOW });

/** A flag that was deleted by its second version, in all services, and one that is there. */
function afterDeletion() {
  const checker = checkerUnderTest(SERVICES);
  checker.flags.publish("new-menu", 1);
  checker.caches.put(SERVICES, someEntry("new-menu", 1));
  checker.flags.publish(FLAG, 1);
  checker.flags.publish(FLAG, 2, { deleted: true });
  checker.caches.put(SERVICES, deletion(2));
  return checker;
}

describe("a sweep and flags that are deleted", () => {
  it("FLAG-06 finds nothing where no service has one any more", async () => {
    const { ports } = afterDeletion();
    expect(await sweep(SWEEP, ports)).toMatchObject({ flags: 1, inconsistent: [] });
  });

  it("FLAG-06 takes a service without it for one that agrees, and keeps nothing of that", async () => {
    const { caches, flags, ports } = afterDeletion();
    for (const service of SERVICES.slice(1)) caches.kept.delete(`${service} ${FLAG}`);
    // By then, it was the turn of each service.
    for (const now of [NOW, NOW + 1, NOW + 2]) {
      expect(await sweep(SWEEP, { ...ports, now: () => now })).toMatchObject({ inconsistent: [] });
    }
    expect(flags.keptChecks.map(({ outcome }) => outcome)).toEqual(["consistent", "consistent"]);
  });

  it.each([
    ["older", someEntry(FLAG, 1)],
    ["different", someEntry(FLAG, 2)],
    ["newer", someEntry(FLAG, 3)],
  ])("FLAG-06 finds one that lives on in a service: %s", async (kind, entry) => {
    const { caches, ports } = afterDeletion();
    caches.put(["service-0002"], entry);
    const { inconsistent } = await sweep(SWEEP, ports);
    expect(inconsistent).toMatchObject([
      { flag_id: FLAG, version: 2, disagreements: [{ service: "service-0002", kind, version: entry.version }] },
    ]);
  });

  it("FLAG-06 tells of a flag that the table never had, and goes on", async () => {
    const { caches, logged, ports } = afterDeletion();
    caches.put(SERVICES, someEntry("no-flag-of-ours", 1));
    expect(await sweep(SWEEP, ports)).toMatchObject({ inconsistent: [] });
    expect(logged).toContainEqual([
      "warn",
      "a service has a flag that the table does not have",
      { flag_id: "no-flag-of-ours" },
    ]);
  });

  it("FLAG-06 looks at fifty of them at most, and in time at all of them, by each service", async () => {
    const all = Array.from({ length: 120 }, (_, index) => `old-flag-${index}`);
    const asked = new Set<string>();
    const found = new Set<string>();
    for (let now = NOW; now < NOW + 600; now++) {
      const caches = {
        values: async () => [],
        flagIds: async (service: string) => {
          asked.add(service);
          return ["#revision", "new-menu", "Not An Id", ...all];
        },
      };
      const ids = await deletedFlags(new Set(["new-menu"]), { caches, services: SERVICES, now: () => now });
      expect(ids).toHaveLength(50);
      for (const id of ids) found.add(id);
    }
    expect([...asked].toSorted()).toEqual(SERVICES);
    expect([...found].toSorted()).toEqual(all.toSorted());
  });
});
