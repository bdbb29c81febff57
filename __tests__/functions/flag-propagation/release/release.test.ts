import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { changeOf } from "../../../../functions/flag-propagation/validator/change-of";
import { ID, MINUTE, published, releaseUnderTest } from "./release-under-test";

const OK = { state: "OK", since: EXAMPLE_NOW - MINUTE } as const;
const inFirstWave = published(1, { share: 5 });

describe("a release", () => {
  it("FLAG-04 gives the next wave what the first one got, once that has had it for long enough", async () => {
    const { ask, topic, verdicts, clock } = releaseUnderTest({ verdicts: [inFirstWave] });
    clock.now = EXAMPLE_NOW + 10 * MINUTE;
    expect(await ask(5)).toEqual({ flag_id: ID, version: 1, outcome: "released", share: 25, reason: "" });
    const times = { receivedAt: EXAMPLE_NOW - 10, validatedAt: EXAMPLE_NOW - 10, publishedAt: clock.now };
    expect(topic).toEqual([{ change: changeOf(flag(), times), share: 25 }]);
    expect(verdicts[0]).toEqual({ ...inFirstWave, share: 25, share_at: clock.now });
  });

  it("FLAG-04 gives nobody anything while a wave bakes", async () => {
    const { ask, topic, clock } = releaseUnderTest({ verdicts: [inFirstWave] });
    clock.now = EXAMPLE_NOW + 10 * MINUTE - 1;
    expect(await ask(5)).toMatchObject({ outcome: "baking", share: 5 });
    expect(topic).toEqual([]);
  });

  it("FLAG-04 goes through all waves to all services, each baked, and then no further", async () => {
    const { ask, topic, verdicts, clock } = releaseUnderTest({ verdicts: [inFirstWave] });
    clock.now += 10 * MINUTE;
    await ask(5);
    expect(await ask(25)).toMatchObject({ outcome: "baking", share: 25 });
    clock.now += 10 * MINUTE;
    expect(await ask(25)).toMatchObject({ outcome: "released", share: 100 });
    expect(await ask(100)).toMatchObject({ outcome: "released", share: 100 });
    expect(topic.map(({ share }) => share)).toEqual([25, 100]);
    expect(verdicts[0]?.share).toBe(100);
  });

  it("FLAG-04 changes nothing when it is asked about a share that was passed", async () => {
    const { ask, topic, clock } = releaseUnderTest({ verdicts: [published(1, { share: 25, share_at: EXAMPLE_NOW })] });
    clock.now += 60 * MINUTE;
    expect(await ask(5)).toMatchObject({ outcome: "released", share: 25 });
    expect(topic).toEqual([]);
  });

  it("FLAG-04 goes to all services where the waves were turned off meanwhile", async () => {
    const { ask, clock } = releaseUnderTest({ verdicts: [inFirstWave], waves: [] });
    clock.now += 10 * MINUTE;
    expect(await ask(5)).toMatchObject({ outcome: "released", share: 100 });
  });

  it.each([
    ["published", published(2, { share: 5 })],
    ["about to be", { ...published(2), published_at: undefined }],
  ])("FLAG-07 gives way to a newer version that is %s", async (_, newer) => {
    const { published_at, ...undated } = newer;
    const verdict = published_at === undefined ? undated : { ...undated, published_at };
    const { ask, topic, clock } = releaseUnderTest({ verdicts: [inFirstWave, verdict] });
    clock.now += 60 * MINUTE;
    expect(await ask(5)).toMatchObject({ outcome: "superseded" });
    expect(topic).toEqual([]);
  });

  it("FLAG-04 fails where the table does not know the version as published", async () => {
    const { ask } = releaseUnderTest({ verdicts: [inFirstWave] });
    await expect(ask(5, 2)).rejects.toThrow(
      `The table does not say that version 2 of '${ID}' was published; the newest one that was is 1.`,
    );
  });

  it("FLAG-04 keeps the share where the topic refuses, and publishes when it is asked again", async () => {
    const failures = [new Error("throttled")];
    const { ask, verdicts, topic, clock } = releaseUnderTest({
      verdicts: [inFirstWave],
      publishing: () => failures.shift(),
    });
    clock.now += 10 * MINUTE;
    await expect(ask(5)).rejects.toThrow("throttled");
    expect(verdicts[0]?.share).toBe(5);
    expect(await ask(5)).toMatchObject({ outcome: "released", share: 25 });
    expect(topic).toHaveLength(1);
  });

  it("FLAG-04 that crashed after publishing publishes the same share again", async () => {
    const { ask, ports, topic, clock } = releaseUnderTest({ verdicts: [inFirstWave] });
    const { raise } = ports.store;
    Object.assign(ports.store, { raise: () => Promise.reject(new Error("crashed")) });
    clock.now += 10 * MINUTE;
    await expect(ask(5)).rejects.toThrow("crashed");
    Object.assign(ports.store, { raise });
    await ask(5);
    expect(topic.map(({ share }) => share)).toEqual([25, 25]);
  });

  it("FLAG-04 never goes back, and cuts no wave short, whoever asks and when", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ share: fc.integer({ min: 1, max: 100 }), minutes: fc.integer({ min: 0, max: 8 }) }), {
          maxLength: 40,
        }),
        async (asks) => {
          const { ask, topic, clock } = releaseUnderTest({ verdicts: [inFirstWave] });
          let [share, since] = [5, clock.now];
          for (const { share: asked, minutes } of asks) {
            clock.now += minutes * MINUTE;
            const answer = await ask(asked);
            if (answer.share === share) continue;
            expect(answer.share).toBeGreaterThan(share);
            expect(clock.now - since).toBeGreaterThanOrEqual(10 * MINUTE);
            [share, since] = [answer.share, clock.now];
          }
          expect(topic.map((publication) => publication.share)).toEqual([25, 100].slice(0, topic.length));
        },
      ),
    );
  });
});

describe("a release with an alarm", () => {
  const inTime = EXAMPLE_NOW + 10 * MINUTE;

  it("FLAG-07 goes on while the alarm is OK, and has been since the wave got the version", async () => {
    const { ask, clock } = releaseUnderTest({ verdicts: [inFirstWave], alarm: [OK] });
    clock.now = inTime;
    expect(await ask(5)).toMatchObject({ outcome: "released", share: 25 });
  });

  it.each([
    ["went off", { state: "ALARM", since: EXAMPLE_NOW } as const, "the alarm 'shop-errors' went off"],
    ["has no data", { state: "INSUFFICIENT_DATA", since: undefined } as const, "the alarm 'shop-errors' has no data"],
    ["is not there", undefined, "there is no metric alarm 'shop-errors' in this account and Region"],
    [
      "was off for a while and is OK again",
      { state: "OK", since: EXAMPLE_NOW + 1 } as const,
      "the alarm 'shop-errors' was not OK for a while",
    ],
  ])("FLAG-07 is halted where the alarm %s, also while the wave bakes", async (_, state, reason) => {
    for (const now of [EXAMPLE_NOW + MINUTE, inTime]) {
      const { ask, topic, counted, clock } = releaseUnderTest({ verdicts: [inFirstWave], alarm: [state] });
      clock.now = now;
      expect(await ask(5)).toEqual({ flag_id: ID, version: 1, outcome: "halted", share: 5, reason });
      expect(topic).toEqual([]);
      expect(counted).toEqual(["ReleasesHalted"]);
    }
  });

  it("FLAG-07 is not halted by what the alarm did before this wave", async () => {
    const later = published(1, { share: 25, share_at: inTime });
    const { ask, clock } = releaseUnderTest({ verdicts: [later], alarm: [{ state: "OK", since: EXAMPLE_NOW + 1 }] });
    clock.now = inTime + 10 * MINUTE;
    expect(await ask(25)).toMatchObject({ outcome: "released", share: 100 });
  });
});
