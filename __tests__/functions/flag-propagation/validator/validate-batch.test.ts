import { describe, expect, it } from "@jest/globals";
import { type FlagChange, flagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import { verdictKey } from "../../../../functions/flag-propagation/flag/table-keys";
import {
  EXAMPLE_ENVIRONMENT,
  EXAMPLE_NOW,
  flag,
  nextVersion,
} from "../../../../functions/flag-propagation/rules/example";
import type { Publication } from "../../../../functions/flag-propagation/validator/ports";
import { type Attribute, flagStreamRecord, rawStreamRecord } from "../support/flag-stream-record";
import { validatorUnderTest } from "../support/validator-under-test";

const ID = "checkout-new-payment-form";
const first = flagStreamRecord("100", flag());
const second = flagStreamRecord("200", nextVersion(), flag());
const invalid = flagStreamRecord("300", flag({ state: "PAUSED" }));
const DELETED = {
  flag_id: ID,
  version: 2,
  environment: EXAMPLE_ENVIRONMENT,
  created_at: EXAMPLE_NOW - 3_600_000,
  written_at: EXAMPLE_NOW,
  reason: "The trial is over and the form is there for everybody.",
  user: "ada@example.com",
  principal: "arn:aws:sts::123456789012:assumed-role/developers/ada",
  correlation_id: "3f0c9a52-6f1d-4d7e-9a55-0d9a2f1b7c11",
  deleted: true,
};

describe("a valid version", () => {
  it("FLAG-04 is published once, with what a service needs and the time of each hop", async () => {
    let clock = EXAMPLE_NOW;
    const { validate, published, counted } = validatorUnderTest({ now: () => clock++ });

    expect(await validate(first)).toEqual([]);

    const { state, variants, defaultVariant, targeting, metadata, schedule, dependencies } = flag();
    expect(published).toEqual([
      {
        flag_id: ID,
        version: 1,
        environment: EXAMPLE_ENVIRONMENT,
        written_at: EXAMPLE_NOW - 3_600_000,
        received_at: EXAMPLE_NOW,
        validated_at: expect.any(Number),
        published_at: expect.any(Number),
        flag: { state, variants, defaultVariant, targeting, metadata, schedule, dependencies },
      },
    ]);
    const [change] = published;
    expect(flagChange.safeParse(change).success).toBe(true);
    expect(change?.validated_at).toBeGreaterThan(EXAMPLE_NOW);
    expect(change?.published_at).toBeGreaterThan(change?.validated_at ?? Number.NaN);
    expect(counted.get("FlagsPublished")).toBe(1);
    expect(counted.has("FlagsRejected")).toBe(false);
  });

  it("FLAG-03 gets a verdict beside the flag that says when it was published", async () => {
    const { validate, published, verdicts } = validatorUnderTest();
    await validate(first);
    expect(verdicts.all()).toEqual([
      {
        flag_id: ID,
        record: verdictKey(1, "100"),
        version: 1,
        valid: true,
        broken: [],
        advisories: [],
        validated_at: published[0]?.validated_at,
        published_at: published[0]?.published_at,
      },
    ]);
  });

  it("gets a verdict with the time when the topic had it, and a message with the time when the topic was called", async () => {
    let clock = EXAMPLE_NOW;
    const messages: FlagChange[] = [];
    const changes = {
      publish: async (given: readonly Publication[]) => {
        messages.push(...given.map(({ change }) => change));
        clock += 400;
        return given.map(() => undefined);
      },
    };
    const { validate, verdicts } = validatorUnderTest({ changes, now: () => clock });
    await validate(first, second);
    expect(messages.map(({ published_at }) => published_at)).toEqual([EXAMPLE_NOW, EXAMPLE_NOW]);
    expect(verdicts.all().map(({ validated_at }) => validated_at)).toEqual([EXAMPLE_NOW, EXAMPLE_NOW]);
    expect(verdicts.all().map(({ published_at }) => published_at)).toEqual([EXAMPLE_NOW + 400, EXAMPLE_NOW + 400]);
  });

  it("is published with those of its batch in one go, in the order of the stream", async () => {
    const { validate, steps } = validatorUnderTest();
    await validate(first, second);
    expect(steps[0]).toBe("publish 1 2");
    expect(new Set(steps.slice(1))).toEqual(new Set(["keep 1", "keep 2"]));
  });

  it("may say that the flag is deleted", async () => {
    const { validate, published } = validatorUnderTest();
    expect(await validate(flagStreamRecord("200", DELETED, flag()))).toEqual([]);
    expect(published).toMatchObject([{ flag_id: ID, version: 2, deleted: true }]);
    expect(flagChange.safeParse(published[0]).success).toBe(true);
  });

  it("has no hop before the one that led to it, whatever the clocks say", async () => {
    const clock = [EXAMPLE_NOW, EXAMPLE_NOW - 50_000, EXAMPLE_NOW + 5, EXAMPLE_NOW - 9_000];
    let look = 0;
    const now = () => clock[look++ % clock.length] ?? EXAMPLE_NOW;
    const { validate, published, verdicts } = validatorUnderTest({ now });
    const ahead = flagStreamRecord("300", flag({ flag_id: "new-colours", written_at: EXAMPLE_NOW + 60_000 }));
    await validate(first, second, ahead);
    expect(published).toHaveLength(3);
    for (const { written_at, received_at, validated_at, published_at } of published) {
      expect(received_at).toBeGreaterThanOrEqual(written_at);
      expect(validated_at).toBeGreaterThanOrEqual(received_at);
      expect(published_at).toBeGreaterThanOrEqual(validated_at);
    }
    expect(verdicts.all()).toHaveLength(3);
    for (const { version, flag_id, published_at } of verdicts.all()) {
      const change = published.find((one) => one.flag_id === flag_id && one.version === version);
      expect(published_at).toBeGreaterThanOrEqual(change?.published_at ?? Number.NaN);
    }
  });
});

describe("an invalid version", () => {
  it("FLAG-03 goes nowhere: it is not published, and gets a verdict with every rule that it breaks", async () => {
    const { validate, published, announced, verdicts, counted } = validatorUnderTest();
    const twice = flagStreamRecord("300", flag({ state: "PAUSED", kind: "whim" }));

    expect(await validate(twice)).toEqual([]);

    expect(published).toEqual([]);
    const [verdict] = verdicts.all();
    expect(verdict).toMatchObject({ flag_id: ID, version: 1, valid: false });
    expect(verdict).not.toHaveProperty("published_at");
    expect(verdict?.broken.length).toBeGreaterThan(1);
    expect(announced).toEqual([verdict]);
    expect(counted.get("FlagsRejected")).toBe(1);
    expect(counted.has("FlagsPublished")).toBe(false);
  });

  it("FLAG-03 is announced before its verdict, so that a crash between the two loses no announcement", async () => {
    const { validate, steps } = validatorUnderTest();
    await validate(invalid);
    expect(steps).toEqual(["announce 1", "keep 1"]);
  });

  it("does not hold up the valid ones of its batch", async () => {
    const { validate, published } = validatorUnderTest();
    expect(await validate(invalid, second)).toEqual([]);
    expect(published.map(({ version }) => version)).toEqual([2]);
  });

  it("is refused whatever its attributes are", async () => {
    const hostile: readonly Readonly<Record<string, Attribute>>[] = [
      {},
      { version: { S: "one" } },
      { version: { N: "1e400" } },
      { version: { N: "-1" } },
      { version: { N: "1" }, variants: { SS: ["on"] } },
      { version: { N: "1" }, targeting: { B: "AAAA" } },
      { version: { N: "1" }, constructor: { S: "x" }, toString: { NULL: true } },
      { version: {} },
      { version: { X: "?" } },
    ];
    for (const [index, attributes] of hostile.entries()) {
      const { validate, published, verdicts } = validatorUnderTest();
      const keys = { flag_id: { S: ID }, record: { S: "current" } };
      const record = rawStreamRecord(String(index + 1), { keys, newImage: { ...keys, ...attributes } });
      expect(await validate(record)).toEqual([]);
      expect(published).toEqual([]);
      expect(verdicts.all()).toMatchObject([{ flag_id: ID, valid: false }]);
    }
  });

  it("is refused when a member is named __proto__, which changes no other object", async () => {
    const polluted = JSON.parse(
      JSON.stringify(first).replace(
        '"variants":{"M":{',
        '"variants":{"M":{"__proto__":{"M":{"polluted":{"BOOL":true}}},',
      ),
    );
    const { validate, published, verdicts } = validatorUnderTest();
    await validate(polluted);
    expect(published).toEqual([]);
    expect(verdicts.all()).toMatchObject([{ valid: false }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("is refused when a value inside it is none of JSON's, rather than published without it", async () => {
    const set = { M: { regions: { SS: ["eu", "us"] } } };
    const changed = JSON.parse(JSON.stringify(flagStreamRecord("1", flag({ variants: { off: {}, on: {} } }))));
    changed.dynamodb.NewImage.variants.M.on = set;
    const { validate, published, verdicts } = validatorUnderTest();
    await validate(changed);
    expect(published).toEqual([]);
    expect(verdicts.all()).toMatchObject([{ valid: false }]);
  });

  it("is decided in its turn when it is nested deeper than any table's, or as large as any", async () => {
    let deep: Record<string, unknown> = { S: "end" };
    for (let level = 0; level < 5_000; level++) deep = { M: { not: deep } };
    const wide = { L: Array.from({ length: 130_000 }, () => ({ NULL: true })) };
    for (const targeting of [deep, wide]) {
      const { validate, published, verdicts } = validatorUnderTest();
      const record = JSON.parse(JSON.stringify(first));
      record.dynamodb.NewImage.targeting = { M: { if: targeting } };
      expect(await validate(record)).toEqual([]);
      expect(published).toEqual([]);
      expect(verdicts.all()).toMatchObject([{ valid: false }]);
    }
  });
});

describe("advisory rules", () => {
  const advised = flagStreamRecord("100", flag({ tags: ["Check Out"] }));

  it("FLAG-03 do not hold up a valid flag, and are told by the verdict", async () => {
    const { validate, published, verdicts, counted, steps } = validatorUnderTest();
    await validate(advised);
    expect(published).toHaveLength(1);
    const [verdict] = verdicts.all();
    expect(verdict?.valid).toBe(true);
    expect(verdict?.advisories.length).toBeGreaterThan(0);
    expect(counted.get("AdvisoriesBroken")).toBe(verdict?.advisories.length);
    expect(steps).toEqual(["publish 1", "keep 1"]);
  });
});

describe("what is no version", () => {
  const keys = { flag_id: { S: ID }, record: { S: "current" } };

  it("warns of a current record that was removed, and leaves the caches as they are", async () => {
    const { validate, published, verdicts, lines, counted } = validatorUnderTest();
    expect(await validate(rawStreamRecord("7", { eventName: "REMOVE", keys, oldImage: keys }))).toEqual([]);
    expect([published, verdicts.all(), [...counted]]).toEqual([[], [], []]);
    expect(lines).toMatchObject([{ level: "warn", details: { flag_id: ID, sequence_number: "7" } }]);
  });

  it("skips history and verdicts", async () => {
    const { validate, published, verdicts } = validatorUnderTest();
    for (const record of ["version#0000000000000001", "verdict#0000000000000001#100"]) {
      const place = { ...keys, record: { S: record } };
      expect(await validate(rawStreamRecord("7", { keys: place, newImage: place }))).toEqual([]);
    }
    expect([published, verdicts.all()]).toEqual([[], []]);
  });

  it("FLAG-02 reports a record without keys or image, so that it reaches the failure destination", async () => {
    const { validate } = validatorUnderTest();
    expect(await validate(rawStreamRecord("7", { keys }), rawStreamRecord("8", {}), second)).toEqual(["7", "8"]);
  });

  it("reads nothing for an empty batch", async () => {
    expect(await validatorUnderTest().validate()).toEqual([]);
  });
});

describe("dependencies", () => {
  const on = (flag_id: string) => ({ flag_id, variant: "on" });

  it("are not read for flags that have none", async () => {
    const { validate, asked } = validatorUnderTest();
    await validate(first, second);
    expect(asked).toEqual([]);
  });

  it("are read in one round a level, for all flags of the batch together, each flag once", async () => {
    const known = [
      flag({ flag_id: "new-basket", dependencies: [on("new-prices")] }),
      flag({ flag_id: "new-menu", dependencies: [on("new-prices")] }),
      flag({ flag_id: "new-prices", dependencies: [on("new-basket")] }),
    ];
    const { validate, asked } = validatorUnderTest({ known });
    await validate(
      flagStreamRecord("1", flag({ dependencies: [on("new-basket")] })),
      flagStreamRecord("2", flag({ flag_id: "new-colours", dependencies: [on("new-menu"), on("new-basket")] })),
    );
    expect(asked).toEqual([["new-basket", "new-menu"], ["new-prices"]]);
  });

  it("make only those flags wait that have some, when they cannot be read", async () => {
    const flags = { current: () => Promise.reject(new Error("throttled")) };
    const { validate, published } = validatorUnderTest({ flags });
    const dependent = flagStreamRecord("1", flag({ flag_id: "new-basket", dependencies: [on("new-prices")] }));
    expect(await validate(dependent, second)).toEqual(["1"]);
    expect(published.map(({ version }) => version)).toEqual([2]);
  });

  it("are followed to an end, however many there are and however long the chain", async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => on(`flag-${index}`));
    const chain = (index: number) => flag({ flag_id: `link-${index}`, dependencies: [on(`link-${index + 1}`)] });
    const { validate, asked } = validatorUnderTest({ known: Array.from({ length: 200 }, (_, index) => chain(index)) });
    await validate(
      flagStreamRecord("1", flag({ dependencies: many })),
      flagStreamRecord("2", flag({ flag_id: "new-menu", dependencies: [on("link-0")] })),
    );
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(asked.flat().length).toBeLessThanOrEqual(112);
  });
});
