import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { brokenAdvisory, brokenCritical, decideAll } from "../../../../functions/flag-propagation/rules/evaluate";
import {
  EXAMPLE_ENVIRONMENT,
  EXAMPLE_NOW,
  flag,
  nextVersion,
} from "../../../../functions/flag-propagation/rules/example";
import { subjectOf } from "../../../../functions/flag-propagation/rules/read-subject";
import { WALK_MAX_DEPTH, WALK_MAX_SIZE } from "../../../../functions/flag-propagation/rules/read-targeting";
import { RULES } from "../../../../functions/flag-propagation/rules/rules";
import type { Subject } from "../../../../functions/flag-propagation/rules/subject";
import { subjectOfExample } from "./support/describe-rules";

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

const JSON_LOGIC_KEYS = ["if", "and", "or", "var", "fractional", "sem_ver", "ends_with", "in", "==", "<", "cat", "!"];

/** JsonLogic that is nearly right: known operators over anything. */
const nearlyJsonLogic = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.constantFrom("on", "off", "email", 10, null), anything, tie("operation")),
  operation: fc.dictionary(fc.constantFrom(...JSON_LOGIC_KEYS), fc.oneof(fc.array(tie("value")), tie("value")), {
    minKeys: 1,
    maxKeys: 2,
  }),
})).operation;

/** An ordinary flag of which some members are anything. */
const spoiledFlag = fc
  .record(
    Object.fromEntries(
      [...Object.keys(flag()), "deleted", "__proto__"].map((name) => [
        name,
        name === "targeting" ? fc.oneof(nearlyJsonLogic, anything) : anything,
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((changes) => ({ ...flag(), ...changes }));

const anyRecord = fc.oneof(spoiledFlag, fc.dictionary(fc.string(), anything)) as fc.Arbitrary<Record<string, unknown>>;

function subjectOfRecord(record: Record<string, unknown>, previous?: Record<string, unknown>): Subject {
  const known = new Map([["basket-totals", flag({ flag_id: "basket-totals" })]]);
  return subjectOf(record, { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known }, previous);
}

/** Reads of an object and of all that is in it are counted. */
function counted<T extends object>(value: T, count: () => void): T {
  return new Proxy(value, {
    get: (target, name) => {
      count();
      return Reflect.get(target, name);
    },
  });
}

describe("rules on bad input", () => {
  it("FLAG-03 decide whatever a record holds, and never throw", () => {
    fc.assert(
      fc.property(anyRecord, fc.option(anyRecord, { nil: undefined }), (record, previous) => {
        expect(decideAll(subjectOfRecord(record, previous))).toHaveLength(RULES.length);
      }),
    );
  });

  it("FLAG-03 decide whatever the flags hold that a flag depends on", () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (records) => {
        const ids = ["basket-totals", "basket-taxes", "basket-rebates", "basket-shipping"];
        const known = new Map(records.map((record, index) => [ids[index] ?? "", record]));
        const dependencies = ids.map((flag_id) => ({ flag_id, variant: "on" }));
        const context = { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known };
        expect(decideAll(subjectOf(flag({ dependencies }), context))).toHaveLength(RULES.length);
      }),
    );
  });

  it("FLAG-03 decide a record that is no object like an empty one", () => {
    const idsOf = (record: unknown) => brokenCritical(subjectOfRecord(record as Record<string, unknown>));
    for (const record of [null, undefined, "text", 42, [], [flag()]]) expect(idsOf(record)).toEqual(idsOf({}));
  });

  it("FLAG-03 report all that are broken, together and in order", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const subject = subjectOfRecord(record);
        const broken = RULES.filter(({ holds }) => !holds(subject));
        const of = (severity: string) => broken.filter((rule) => rule.severity === severity);
        expect(brokenCritical(subject)).toEqual(of("critical"));
        expect(brokenAdvisory(subject)).toEqual(of("advisory"));
        expect(
          decideAll(subject)
            .filter(({ kept }) => !kept)
            .map(({ rule }) => rule),
        ).toEqual(broken);
      }),
    );
  });

  it("FLAG-03 report faults of different categories at once", () => {
    const subject = subjectOfExample({
      record: nextVersion({
        version: 5,
        targeting: { if: [{ matches: [] }, "blue", { fractional: [["on", -1]] }] },
        schedule: { enable_at: "2026-06-20T08:00:00Z", disable_at: "2026-06-10T08:00:00Z" },
        dependencies: [{ flag_id: "nowhere-to-be-found", variant: "on" }],
      }),
      previous: flag(),
    });
    const ids = brokenCritical(subject).map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(["TARGET-05", "TARGET-22", "ROLLOUT-05", "SCHED-01", "DEP-04", "CHANGE-02"]),
    );
  });

  it("FLAG-03 read members of a record only where they are its own", () => {
    const inJson = JSON.parse(`{"__proto__": ${JSON.stringify(flag())}}`);
    for (const record of [inJson, Object.create(flag())]) {
      const { flagId, variantNames, targeting, dependencyIds, expiresAt } = subjectOfRecord(record);
      expect({ flagId, variantNames, present: targeting.present, dependencyIds, expiresAt }).toEqual({
        flagId: "",
        variantNames: [],
        present: false,
        dependencyIds: [],
        expiresAt: Number.NaN,
      });
    }
  });

  it("FLAG-03 refuse JsonLogic of 100,000 levels by name, having looked at a bounded number of them", () => {
    let reads = 0;
    let targeting: Record<string, unknown> = { "==": [1, 1] };
    for (let level = 0; level < 100_000; level++) {
      targeting = counted({ "!": [targeting] }, () => {
        reads++;
      });
    }
    const subject = subjectOfRecord(flag({ targeting }));
    expect(brokenCritical(subject).map(({ id }) => id)).toContain("TARGET-01");
    brokenAdvisory(subject);
    expect(subject.targeting).toMatchObject({ truncated: true, depth: WALK_MAX_DEPTH });
    expect(reads).toBeLessThan(10 * WALK_MAX_DEPTH);
  });

  it("FLAG-03 refuse targeting of 100,000 values by name, having looked at each only a few times", () => {
    const values = 100_000;
    let reads = 0;
    const list = counted(
      Array.from({ length: values }, (_, index) => `user-${index}`),
      () => {
        reads++;
      },
    );
    const subject = subjectOfRecord(flag({ targeting: { if: [{ in: [{ var: "targetingKey" }, list] }, "on"] } }));
    expect(brokenCritical(subject).map(({ id }) => id)).toContain("TARGET-02");
    brokenAdvisory(subject);
    expect(subject.targeting).toMatchObject({ truncated: true, size: WALK_MAX_SIZE });
    expect(reads).toBeLessThan(8 * values);
  });

  it("FLAG-03 decide a record of 400 KB of each kind", () => {
    const long = "x".repeat(400_000);
    const many = <T>(make: (index: number) => T) => Array.from({ length: 10_000 }, (_, index) => make(index));
    const records = [
      flag({ description: long, reason: long, flag_id: long, user: long }),
      flag({ variants: Object.fromEntries(many((index) => [`variant-${index}`, { text: "x".repeat(20) }])) }),
      flag({ dependencies: many((index) => ({ flag_id: `flag-${index}`, variant: "on" })) }),
      flag({ tags: many((index) => `tag-${index}`) }),
      flag({ metadata: Object.fromEntries(many((index) => [`key-${index}`, "x".repeat(30)])) }),
      flag({ targeting: { fractional: many((index) => [`variant-${index}`, 1]) } }),
      flag({ targeting: { or: many(() => ({ fractional: [{ cat: [{ var: "a" }] }, ["on", 1], ["off", 1]] })) } }),
      flag({ targeting: Object.fromEntries(many((index) => [`operator-${index}`, []])) }),
    ];
    for (const record of records) expect(brokenCritical(subjectOfRecord(record))).not.toEqual([]);
  });

  it("FLAG-03 decide a flag that depends on a hundred, each of which depends on all, in bounded work", () => {
    const ids = Array.from({ length: 100 }, (_, index) => `flag-${index}`);
    const dependencies = ids.map((flag_id) => ({ flag_id, variant: "on" }));
    const known = new Map(ids.map((id) => [id, flag({ flag_id: id, dependencies })]));
    const context = { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known };
    const broken = brokenCritical(subjectOf(flag({ dependencies }), context));
    expect(broken.map(({ id }) => id)).toEqual(expect.arrayContaining(["DEP-10", "DEP-12"]));
  });
});
