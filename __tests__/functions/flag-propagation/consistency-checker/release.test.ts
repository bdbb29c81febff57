import { describe, expect, it } from "@jest/globals";
import { check } from "../../../../functions/flag-propagation/consistency-checker/check";
import { sweep } from "../../../../functions/flag-propagation/consistency-checker/sweep";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { someEntry } from "../support/some-change";
import { checkerUnderTest, NOW } from "./checker-under-test";

const FLAG = "new-menu";
const SERVICES = serviceNames(40);
/** 5 % of forty. */
const FIRST_WAVE = SERVICES.slice(0, 2);
const OTHERS = SERVICES.slice(2);
const MINUTE = 60_000;
const ASKED = { operation: "check", flag_id: FLAG, version: 2 } as const;
const SWEEP = { deadline: NOW + MINUTE, secondLookMs: 1 };

/** The second version in its first wave, and the first one everywhere else. */
function inFirstWave(parts: Partial<Verdict> = {}) {
  const checker = checkerUnderTest(SERVICES);
  checker.flags.publish(FLAG, 1);
  checker.flags.publish(FLAG, 2);
  checker.flags.verdicts[1] = { ...checker.flags.verdicts[1], share: 5, ...parts } as Verdict;
  checker.caches.put(FIRST_WAVE, someEntry(FLAG, 2));
  checker.caches.put(OTHERS, someEntry(FLAG, 1));
  return checker;
}

describe("a check in the middle of a release", () => {
  it("FLAG-06 compares the services that the version was published to, and says which share that is", async () => {
    const { flags, ports } = inFirstWave();
    expect(await check(ASKED, ports)).toMatchObject({ outcome: "consistent", share: 5, services: 2, disagreeing: 0 });
    expect(await flags.published(FLAG)).not.toHaveProperty("confirmed_at");
  });

  it("FLAG-06 finds those among them that disagree", async () => {
    const { caches, ports } = inFirstWave();
    caches.put(["service-0002"], someEntry(FLAG, 1));
    expect(await check(ASKED, ports)).toMatchObject({
      outcome: "lagging",
      share: 5,
      disagreements: [{ service: "service-0002", kind: "older", version: 1 }],
    });
  });

  it("FLAG-06 leaves out what the other services have, but for a version that the table does not have", async () => {
    const { caches, ports } = inFirstWave();
    caches.kept.delete("service-0003 new-menu");
    caches.put(["service-0004"], someEntry(FLAG, 2));
    expect(await check(ASKED, ports)).toMatchObject({ outcome: "consistent" });
    caches.put(["service-0040"], someEntry(FLAG, 9));
    expect(await check(ASKED, ports)).toMatchObject({
      outcome: "inconsistent",
      services: 2,
      disagreements: [{ service: "service-0040", kind: "newer", version: 9 }],
    });
  });

  it("FLAG-06 compares all services at the end of it, and confirms the version then", async () => {
    const { flags, caches, ports } = inFirstWave({ share: 100 });
    expect(await check(ASKED, ports)).toMatchObject({ outcome: "lagging", services: 40, disagreeing: 38 });
    caches.put(SERVICES, someEntry(FLAG, 2));
    const result = await check(ASKED, ports);
    expect(result).toMatchObject({ outcome: "consistent", services: 40 });
    expect(result).not.toHaveProperty("share");
    expect(await flags.published(FLAG)).toMatchObject({ confirmed_at: NOW });
  });
});

describe("what a check found", () => {
  it("FLAG-06 is kept once while it is the same, and again when services disagree or agree again", async () => {
    const { flags, caches, ports } = inFirstWave({ share: 100 });
    caches.put(SERVICES, someEntry(FLAG, 2));
    for (const _ of [1, 2, 3]) await check(ASKED, ports);
    expect(flags.keptChecks).toEqual([
      { outcome: "consistent", at: NOW, services: 40, disagreeing: 0, disagreements: [] },
    ]);
    caches.put(["service-0002"], someEntry(FLAG, 1));
    await check(ASKED, ports);
    caches.put(SERVICES, someEntry(FLAG, 2));
    for (const _ of [1, 2]) await check(ASKED, ports);
    expect(flags.keptChecks.map(({ outcome }) => outcome)).toEqual(["consistent", "lagging", "consistent"]);
    expect(flags.keptChecks[1]?.disagreements).toEqual([{ service: "service-0002", kind: "older", version: 1 }]);
  });

  it("FLAG-06 is not kept for a version that was confirmed before checks were", async () => {
    const { flags, caches, ports } = inFirstWave({ share: 100, confirmed_at: 5 });
    caches.put(SERVICES, someEntry(FLAG, 2));
    await check(ASKED, ports);
    expect(flags.keptChecks).toEqual([]);
  });

  it("FLAG-06 is kept once a wave", async () => {
    const { flags, caches, ports } = inFirstWave();
    for (const _ of [1, 2]) await check(ASKED, ports);
    caches.put(SERVICES, someEntry(FLAG, 2));
    flags.verdicts[1] = { ...flags.verdicts[1], share: 25 } as Verdict;
    for (const _ of [1, 2]) await check(ASKED, ports);
    expect(flags.keptChecks.map(({ services }) => services)).toEqual([2, 10]);
    expect(await flags.published(FLAG)).not.toHaveProperty("confirmed_at");
  });
});

describe("a sweep over a flag in the middle of a release", () => {
  it("FLAG-06 compares it within its share", async () => {
    const { ports } = inFirstWave({ share_at: NOW - 5 * MINUTE });
    expect(await sweep(SWEEP, ports)).toMatchObject({ inconsistent: [], stalled: [] });
  });

  it("FLAG-06 names it where it stands still for longer than it bakes, counts it and logs it", async () => {
    const { counted, logged, ports } = inFirstWave({ share_at: NOW - 22 * MINUTE });
    expect(await sweep(SWEEP, ports)).toMatchObject({
      inconsistent: [],
      stalled: [{ flag_id: FLAG, version: 2, share: 5 }],
    });
    expect(counted).toContainEqual(["StalledReleases", 1]);
    expect(logged).toContainEqual(["warn", "release stands still", { flag_id: FLAG, version: 2, share: 5 }]);
  });

  it("FLAG-07 does not let a release go on that services disagree about", async () => {
    const { caches, ports } = inFirstWave({ share_at: NOW - 22 * MINUTE });
    caches.put(["service-0002"], someEntry(FLAG, 1));
    expect(await sweep(SWEEP, ports)).toMatchObject({ inconsistent: [{ flag_id: FLAG, share: 5 }], stalled: [] });
  });

  it("FLAG-06 gives the services of a new wave the time that those of a change have", async () => {
    const { caches, ports } = inFirstWave({ share: 25, share_at: NOW - 30_000 });
    caches.put(["service-0005"], someEntry(FLAG, 1));
    expect(await sweep(SWEEP, ports)).toMatchObject({ inconsistent: [] });
  });
});
