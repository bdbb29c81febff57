import { flag, type RuleExample } from "./example";

/** A flag of these variants that resolves to the first. */
function variants(variants: Readonly<Record<string, unknown>>, changes: Readonly<Record<string, unknown>> = {}) {
  return { record: flag({ variants, defaultVariant: Object.keys(variants)[0], targeting: undefined, ...changes }) };
}

/** Numbered variants, from 1. */
function many(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`shelf-${index + 1}`, index + 1]));
}

export const variantExamples: Readonly<Record<string, RuleExample>> = {
  "VARIANT-01": { passes: variants({ off: false, on: true }), fails: variants({}, { defaultVariant: "off" }) },
  "VARIANT-02": { passes: variants({ off: false, on: true }), fails: variants({ off: false }) },
  "VARIANT-03": { passes: variants(many(50)), fails: variants(many(51)) },
  "VARIANT-04": {
    passes: variants({ few: 1, many: 9 }, { defaultVariant: "many" }),
    fails: variants({ few: 1, many: 9 }, { defaultVariant: "all" }),
  },
  "VARIANT-05": { passes: variants({ few: 1, many: 9 }), fails: variants({ few: 1, many: "nine" }) },
  "VARIANT-06": {
    passes: variants({ off: false, ["x".repeat(64)]: true }),
    fails: variants({ off: false, ["x".repeat(65)]: true }),
  },
  "VARIANT-07": {
    passes: variants({ "one-page": 1, "two-pages": 2 }),
    fails: variants({ "one page": 1, "two-pages": 2 }),
  },
  "VARIANT-08": { passes: variants({ small: 1, "large.2": 2 }), fails: variants({ small: 1, "Large!": 2 }) },
  "VARIANT-09": { passes: variants({ red: 1, read: 2 }), fails: variants({ red: 1, Red: 2 }) },
  "VARIANT-10": { passes: variants({ "shelf-7": 7, "shelf-3": 3 }), fails: variants({ 7: 7, 3: 3 }) },
  "VARIANT-11": {
    passes: variants({ plain: "a", "default-blue": "b" }),
    fails: variants({ default: "a", blue: "b" }),
  },
  "VARIANT-12": { passes: variants({ small: 10, large: 20 }), fails: variants({ small: 10, large: 10 }) },
  "VARIANT-13": {
    passes: variants({ control: false, enabled: true }),
    fails: variants({ off: true, on: false }, { defaultVariant: "on" }),
  },
  "VARIANT-14": {
    passes: variants({ off: false, on: true }, { kind: "operational", defaultVariant: "on" }),
    fails: variants({ off: false, on: true }, { kind: "release", defaultVariant: "on" }),
  },
  "VARIANT-15": {
    passes: variants({ auto: "auto", always: "true" }),
    fails: variants({ off: "false", on: "true" }),
  },
  "VARIANT-16": {
    passes: variants({ short: "", long: "x".repeat(1024) }),
    fails: variants({ short: "", long: "x".repeat(1025) }),
  },
  "VARIANT-17": { passes: variants({ a: "pay now", b: "buy" }), fails: variants({ a: "pay now ", b: "buy" }) },
  "VARIANT-18": {
    passes: variants({ a: "pay\nnow", b: "buy" }),
    fails: variants({ a: "pay\u0000now", b: "buy" }),
  },
  "VARIANT-19": {
    passes: variants({ few: 1, many: Number.MAX_SAFE_INTEGER }),
    fails: variants({ few: 1, many: 2 ** 53 }),
  },
  "VARIANT-20": { passes: variants({ low: 0.5, high: 1.5 }), fails: variants({ low: 0.5, high: 1 }) },
  "VARIANT-21": {
    passes: variants({ a: { rows: 1, wide: false }, b: { wide: true, rows: 2 } }),
    fails: variants({ a: { rows: 1, wide: false }, b: { rows: 2 } }),
  },
  "VARIANT-22": {
    passes: variants({ a: { rows: 1, title: null }, b: { rows: 2, title: "Shops" } }),
    fails: variants({ a: { rows: 1 }, b: { rows: "2" } }),
  },
  "VARIANT-23": {
    passes: variants({ one: { a: { b: { c: { d: {} } } } }, other: { a: {} } }),
    fails: variants({ one: { a: { b: { c: { d: { e: {} } } } } }, other: { a: {} } }),
  },
  "VARIANT-24": {
    passes: variants({ a: { rows: Array(98).fill(1) }, b: { rows: [] } }),
    fails: variants({ a: { rows: Array(99).fill(1) }, b: { rows: [] } }),
  },
  "VARIANT-25": {
    passes: variants({ a: "https://shops.example.com/a", b: "AKIA" }),
    fails: variants({ a: "https://reader:hunter2@shops.example.com/a", b: "" }),
  },
  "VARIANT-26": {
    passes: variants({ a: { secretSanta: true }, b: { secretSanta: false } }),
    fails: variants({ a: { dbPassword: "a" }, b: { dbPassword: "b" } }),
  },
};
