import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import type { ChangeTopic } from "../../../../functions/flag-propagation/validator/ports";
import { flagStreamRecord } from "../support/flag-stream-record";
import { MemoryVerdicts } from "../support/memory-verdicts";
import { validatorUnderTest } from "../support/validator-under-test";

const first = flagStreamRecord("100", flag());
const second = flagStreamRecord("200", flag({ version: 2, written_at: EXAMPLE_NOW }), flag());
const invalid = flagStreamRecord("300", flag({ state: "PAUSED" }));

/** A topic that fails for some versions. */
function topicThatFailsFor(...versions: readonly number[]) {
  const published: number[] = [];
  const changes: ChangeTopic = {
    publish: async (given) =>
      given.map(({ change: { version } }) => {
        if (versions.includes(version)) return new Error("throttled");
        published.push(version);
        return undefined;
      }),
  };
  return { changes, published };
}

describe("a repeated delivery", () => {
  it("FLAG-04 publishes nothing a second time", async () => {
    const { validate, published, counted } = validatorUnderTest();
    await validate(first, second);
    expect(await validate(first, second)).toEqual([]);
    expect(published.map(({ version }) => version)).toEqual([1, 2]);
    expect(counted.get("FlagsPublished")).toBe(2);
  });

  it("FLAG-03 announces and counts a refusal once", async () => {
    const { validate, announced, counted } = validatorUnderTest();
    await validate(invalid);
    await validate(invalid);
    expect(announced).toHaveLength(1);
    expect(counted.get("FlagsRejected")).toBe(1);
  });

  it("within one batch counts as one", async () => {
    const { validate, published } = validatorUnderTest();
    await validate(first, first);
    expect(published).toHaveLength(1);
  });

  it("of another write of the same version is decided anew", async () => {
    const { validate, verdicts } = validatorUnderTest();
    await validate(first);
    await validate(flagStreamRecord("101", flag({ state: "PAUSED" }), flag()));
    expect(verdicts.all().map(({ valid }) => valid)).toEqual([true, false]);
  });
});

describe("a delivery long after the write", () => {
  it("FLAG-02 decides as the first one did: by the time of the write, which the stream tells", async () => {
    const schedule = { disable_at: new Date(EXAMPLE_NOW + 60_000).toISOString() };
    const record = flagStreamRecord("100", flag({ schedule }));
    const told = { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: EXAMPLE_NOW / 1000 } };
    const late = validatorUnderTest({ now: () => EXAMPLE_NOW + 120_000 });
    await late.validate(told);
    expect(late.verdicts.all()[0]?.advisories).not.toContain("SCHED-07");
    // By the clock of this delivery, the schedule has disabled the flag.
    const untold = validatorUnderTest({ now: () => EXAMPLE_NOW + 120_000 });
    await untold.validate(record);
    expect(untold.verdicts.all()[0]?.advisories).toContain("SCHED-07");
  });
});

describe("a flag whose dependency is deleted between two deliveries", () => {
  const basket = flag({ flag_id: "new-basket" });
  const dependent = flagStreamRecord("100", flag({ dependencies: [{ flag_id: "new-basket", variant: "on" }] }));

  /** The first delivery ends before its verdict is kept, and the dependency is gone when the second one comes. */
  async function deliverTwice(verdicts: MemoryVerdicts) {
    const known = new Map([["new-basket", basket]]);
    const under = validatorUnderTest({ verdicts, flags: { current: async () => known } });
    const keep = verdicts.keep.bind(verdicts);
    verdicts.keep = () => Promise.reject(new Error("throttled"));
    expect(await under.validate(dependent)).toEqual(["100"]);
    verdicts.keep = keep;
    known.clear();
    expect(await under.validate(dependent)).toEqual([]);
    return under;
  }

  it("FLAG-02 FLAG-03 stays valid once it is published: no cache has what its verdict calls invalid", async () => {
    const verdicts = new MemoryVerdicts();
    const { published, announced, steps } = await deliverTwice(verdicts);
    expect(steps).toEqual(["decide 1", "publish 1", "publish 1", "keep 1"]);
    expect(announced).toEqual([]);
    expect(published).toHaveLength(2);
    expect(verdicts.all()).toMatchObject([{ valid: true, broken: [], published_at: published[1]?.published_at }]);
  });

  it("is not published where another delivery, at the same time, refused it first", async () => {
    const verdicts = new MemoryVerdicts();
    verdicts.find = async () => [];
    const under = validatorUnderTest({ verdicts, flags: { current: async () => new Map() } });
    await under.validate(dependent);
    const late = validatorUnderTest({ verdicts, flags: { current: async () => new Map([["new-basket", basket]]) } });
    expect(await late.validate(dependent)).toEqual([]);
    expect(late.published).toEqual([]);
    expect(verdicts.all()).toMatchObject([{ valid: false }]);
  });

  it("is delivered again where another delivery, at the same time, decided to publish it", async () => {
    const verdicts = new MemoryVerdicts();
    const flags = { current: async () => new Map([["new-basket", basket]]) };
    const changes = { publish: () => Promise.reject(new Error("crashed")) };
    await validatorUnderTest({ verdicts, flags, changes }).validate(dependent);
    const find = verdicts.find.bind(verdicts);
    verdicts.find = async () => [];
    const late = validatorUnderTest({ verdicts, flags: { current: async () => new Map() } });
    expect(await late.validate(dependent)).toEqual(["100"]);
    verdicts.find = find;
    expect(await late.validate(dependent)).toEqual([]);
    expect(late.published).toHaveLength(1);
  });
});

describe("a failure", () => {
  it("FLAG-02 is reported for a version that was not published, and its verdict is not kept", async () => {
    const { changes, published } = topicThatFailsFor(1);
    const { validate, verdicts, counted } = validatorUnderTest({ changes });
    expect(await validate(first, second)).toEqual(["100"]);
    // The newer version is not held back: caches never go back to the earlier one, whenever that comes.
    expect(published).toEqual([2]);
    expect(verdicts.all().map(({ version }) => version)).toEqual([2]);
    expect(counted.get("FlagsPublished")).toBe(1);
  });

  it("FLAG-02 of the topic as a whole is reported for all that was to be published, and for nothing else", async () => {
    const changes = { publish: () => Promise.reject(new Error("no route")) };
    const { validate, verdicts } = validatorUnderTest({ changes });
    expect(await validate(first, invalid, second)).toEqual(["100", "200"]);
    expect(verdicts.all().map(({ valid }) => valid)).toEqual([false]);
  });

  it("of a topic that does not tell what became of each is reported for each", async () => {
    const changes = { publish: async () => [undefined] };
    expect(await validatorUnderTest({ changes }).validate(first, second)).toEqual(["100", "200"]);
  });

  it("FLAG-02 of the verdict is reported, and leads to one more publication of the same version", async () => {
    const verdicts = new MemoryVerdicts();
    const under = validatorUnderTest({ verdicts });
    const keep = verdicts.keep.bind(verdicts);
    verdicts.keep = () => Promise.reject(new Error("throttled"));
    expect(await under.validate(first)).toEqual(["100"]);
    verdicts.keep = keep;
    expect(await under.validate(first)).toEqual([]);
    expect(under.published.map(({ version }) => version)).toEqual([1, 1]);
    expect(under.counted.get("FlagsPublished")).toBe(1);
  });

  it("FLAG-02 of the announcement is reported, and the refusal has no verdict until it is announced", async () => {
    const rejections = { announce: () => Promise.reject(new Error("throttled")) };
    const { validate, verdicts } = validatorUnderTest({ rejections });
    expect(await validate(invalid, second)).toEqual(["300"]);
    expect(verdicts.all().map(({ version }) => version)).toEqual([2]);
  });

  it("FLAG-02 to read verdicts is reported for the whole batch, of which nothing was published", async () => {
    const verdicts = new MemoryVerdicts();
    verdicts.find = () => Promise.reject(new Error("throttled"));
    const { validate, published } = validatorUnderTest({ verdicts });
    expect(await validate(first, second)).toEqual(["100", "200"]);
    expect(published).toEqual([]);
  });
});

interface Shard {
  readonly versions: readonly { readonly valid: boolean }[];
  readonly batchSize: number;
  /** Of each step that can fail, whether it does; none do after the last. */
  readonly faults: readonly boolean[];
  /** Whether a step that fails was done all the same, and only its answer got lost. */
  readonly lostAnswers: readonly boolean[];
}

const shards: fc.Arbitrary<Shard> = fc.record({
  versions: fc.array(fc.record({ valid: fc.boolean() }), { minLength: 1, maxLength: 12 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  faults: fc.array(fc.boolean(), { maxLength: 30 }),
  lostAnswers: fc.array(fc.boolean(), { maxLength: 30 }),
});

describe("a shard of the stream", () => {
  it("FLAG-02 FLAG-03 FLAG-04 brings every version to its end, publishes each valid one and no other, whatever fails on the way", async () => {
    await fc.assert(
      fc.asyncProperty(shards, async ({ versions, batchSize, faults, lostAnswers }) => {
        let step = 0;
        const attempt = (work: () => void): Error | undefined => {
          const fails = faults[step] ?? false;
          if (!fails || lostAnswers[step]) work();
          step += 1;
          return fails ? new Error("a fault") : undefined;
        };
        const published: FlagChange[] = [];
        const announced = new Set<number>();
        const verdicts = new MemoryVerdicts();
        const keep = verdicts.keep.bind(verdicts);
        verdicts.keep = async (verdict) => {
          // Nothing is kept as published that is not.
          if (verdict.valid) expect(published.some(({ version }) => version === verdict.version)).toBe(true);
          else expect(announced.has(verdict.version)).toBe(true);
          const error = attempt(() => void keep(verdict));
          if (error) throw error;
        };
        const { validate } = validatorUnderTest({
          verdicts,
          changes: { publish: async (given) => given.map(({ change }) => attempt(() => published.push(change))) },
          rejections: {
            announce: async ({ version }) => {
              const error = attempt(() => announced.add(version));
              if (error) throw error;
            },
          },
        });

        const records = versions.map(({ valid }, index) => {
          const changes = { version: index + 1, written_at: EXAMPLE_NOW - 1_000 + index };
          const previous = index === 0 ? undefined : flag({ version: index, written_at: changes.written_at - 1 });
          return flagStreamRecord(
            String(1_000 + index),
            flag(valid ? changes : { ...changes, state: "PAUSED" }),
            previous,
          );
        });
        // As Lambda does: on from the lowest failure, or from the end of the batch.
        for (let at = 0, tries = 0; at < records.length; tries++) {
          expect(tries).toBeLessThan(200);
          const batch = records.slice(at, at + batchSize);
          const failed = await validate(...batch);
          const lowest = batch.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber));
          at += lowest === -1 ? batch.length : lowest;
        }

        const expected = versions.flatMap(({ valid }, index) => (valid ? [index + 1] : []));
        expect([...new Set(published.map(({ version }) => version))].sort((a, b) => a - b)).toEqual(expected);
        expect(verdicts.all()).toHaveLength(versions.length);
        for (const verdict of verdicts.all()) {
          expect(verdict.valid).toBe(versions[verdict.version - 1]?.valid);
        }
      }),
      { numRuns: 200 },
    );
  });
});
