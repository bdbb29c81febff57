import { EXAMPLE_NOW, flag, type RuleExample } from "./example";

const BY_FLAG_AND_USER = { cat: [{ var: "$flagd.flagKey" }, { var: "targetingKey" }] };
const HALVES = [
  ["on", 50],
  ["off", 50],
];
const DAY = 86_400_000;

/** A flag whose targeting is a rollout with these arguments. */
function split(...list: readonly unknown[]) {
  return { record: flag({ targeting: { fractional: list } }) };
}

function weighed(...weights: readonly unknown[]) {
  return split(BY_FLAG_AND_USER, ...weights.map((weight, index) => [index === 0 ? "off" : "on", weight]));
}

function threeWays(none: number, short: number, long: number) {
  const targeting = {
    fractional: [BY_FLAG_AND_USER, ["none", none], ["short", short], ["long", long]],
  };
  return {
    record: flag({
      variants: { none: "no form", short: "one page", long: "three pages" },
      defaultVariant: "none",
      targeting,
    }),
  };
}

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `variant-${index}`);
}

function manyBuckets(count: number) {
  const names = letters(count);
  return {
    record: flag({
      variants: Object.fromEntries(names.map((name, index) => [name, `text ${index}`])),
      defaultVariant: names[0],
      targeting: { fractional: [BY_FLAG_AND_USER, ...names.map((name) => [name])] },
    }),
  };
}

const otherwise = (result: unknown) => split(BY_FLAG_AND_USER, ["on", 10], ["off", 40], [result, 50]);

export const rolloutExamples: Readonly<Record<string, RuleExample>> = {
  "ROLLOUT-01": {
    passes: split(BY_FLAG_AND_USER, ["on"], ["off"]),
    fails: split(BY_FLAG_AND_USER, ["on", 50, 60], ["off", 50]),
  },
  "ROLLOUT-02": { passes: split(BY_FLAG_AND_USER, ...HALVES), fails: split(BY_FLAG_AND_USER) },
  "ROLLOUT-03": { passes: manyBuckets(50), fails: manyBuckets(51) },
  "ROLLOUT-04": { passes: weighed(90, 10), fails: weighed(99.5, 0.5) },
  "ROLLOUT-05": { passes: threeWays(60, 30, 10), fails: threeWays(60, 50, -10) },
  "ROLLOUT-06": { passes: weighed(90, 10), fails: weighed(0, 0) },
  "ROLLOUT-07": { passes: weighed(9000, 1000), fails: weighed(2_147_483_647, 2_147_483_647) },
  "ROLLOUT-08": {
    passes: split(BY_FLAG_AND_USER, ["on"], ["off"]),
    fails: split(BY_FLAG_AND_USER, ["off", 99], ["on"]),
  },
  "ROLLOUT-09": { passes: split(...HALVES), fails: split(null, ...HALVES) },
  "ROLLOUT-10": { passes: split(...HALVES), fails: split("checkout", ...HALVES) },
  "ROLLOUT-11": {
    passes: split(BY_FLAG_AND_USER, ...HALVES),
    fails: split({ var: "$flagd.flagKey" }, ...HALVES),
  },
  "ROLLOUT-12": {
    passes: split(BY_FLAG_AND_USER, ...HALVES),
    fails: split({ "!!": [BY_FLAG_AND_USER] }, ...HALVES),
  },
  "ROLLOUT-13": {
    passes: split(BY_FLAG_AND_USER, ...HALVES),
    fails: split({ cat: [{ var: "$flagd.flagKey" }, { var: "shop" }, { var: "$flagd.timestamp" }] }, ...HALVES),
  },
  "ROLLOUT-14": {
    passes: otherwise({
      fractional: [{ cat: [{ var: "$flagd.flagKey" }, "again", { var: "targetingKey" }] }, ...HALVES],
    }),
    fails: otherwise({ fractional: [BY_FLAG_AND_USER, ...HALVES] }),
  },
  "ROLLOUT-15": {
    passes: { record: flag({ targeting: { if: [{ "==": [{ fractional: HALVES }, "on"] }, "on"] } }) },
    fails: { record: flag({ targeting: { if: [{ fractional: HALVES }, "on"] } }) },
  },
  "ROLLOUT-16": {
    passes: { record: flag({ kind: "permission", targeting: undefined }) },
    fails: { record: flag({ kind: "permission" }) },
  },
  "ROLLOUT-17": { passes: weighed(999, 1), fails: weighed(90, 20) },
  "ROLLOUT-18": { passes: weighed(90, 10), fails: split(BY_FLAG_AND_USER, ["off", 50], ["on", 20], ["on", 30]) },
  "ROLLOUT-19": { passes: split(...HALVES), fails: split({ var: "targetingKey" }, ...HALVES) },
  "ROLLOUT-20": {
    passes: split(BY_FLAG_AND_USER, ...HALVES),
    fails: split({ cat: [{ var: "$flagd.flagKey" }, { var: "email" }] }, ...HALVES),
  },
  "ROLLOUT-21": { passes: weighed(1, 99), fails: weighed(0, 100) },
  "ROLLOUT-22": {
    passes: { record: flag({ created_at: EXAMPLE_NOW - 89 * DAY }) },
    fails: { record: flag({ created_at: EXAMPLE_NOW - 91 * DAY }) },
  },
  "ROLLOUT-23": {
    passes: { record: flag({ kind: "experiment" }) },
    fails: { record: flag({ kind: "experiment", targeting: undefined }) },
  },
  "ROLLOUT-24": {
    passes: split(BY_FLAG_AND_USER, ...HALVES),
    fails: {
      record: flag({
        variants: { off: "no", short: "one page", long: "three pages" },
        targeting: { fractional: [BY_FLAG_AND_USER, ["short", 50], ["long", 50]] },
      }),
    },
  },
};
