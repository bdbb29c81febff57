import { flag, type RuleExample } from "./example";

const EMAIL = { var: "email" };
const STAFF = { ends_with: [EMAIL, "@example.com"] };

/** Targeting that gives "on" to whom a condition holds for. */
function when(condition: unknown) {
  return { record: flag({ targeting: { if: [condition, "on"] } }) };
}

/** Targeting that results in an expression. */
function ending(result: unknown, changes: Readonly<Record<string, unknown>> = {}) {
  return { record: flag({ targeting: { if: [STAFF, "on", result] }, ...changes }) };
}

function nested(levels: number): unknown {
  let condition: unknown = STAFF;
  for (let level = 0; level < levels; level++) condition = { "!": [condition] };
  return condition;
}

function users(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `user-${index}`);
}

const inUsers = (count: number) => ({ in: [{ var: "targetingKey" }, users(count)] });
const trueAndFalse = { variants: { true: true, false: false, on: true }, defaultVariant: "false" };

export const targetingExamples: Readonly<Record<string, RuleExample>> = {
  "TARGET-01": { passes: when(nested(13)), fails: when(nested(100)) },
  "TARGET-02": {
    passes: when(inUsers(90)),
    fails: when({ or: Array.from({ length: 20 }, () => inUsers(60)) }),
  },
  "TARGET-03": { passes: when({ "!": [STAFF] }), fails: when({ "!": [STAFF], or: [STAFF] }) },
  "TARGET-04": { passes: when({ "!!": [EMAIL] }), fails: when({ constructor: [EMAIL] }) },
  "TARGET-05": { passes: when({ "!!": [EMAIL] }), fails: when({ matches: [EMAIL, "^(a+)+$"] }) },
  "TARGET-06": { passes: when({ "!!": [EMAIL] }), fails: when({ log: [EMAIL] }) },
  "TARGET-07": { passes: when(STAFF), fails: when({ $ref: "staff" }) },
  "TARGET-08": { passes: when({ "<": [17, { var: "age" }, 66] }), fails: when({ "==": [EMAIL] }) },
  "TARGET-09": { passes: when({ and: [STAFF] }), fails: when({ and: [] }) },
  "TARGET-10": {
    passes: when({ some: [{ var: "groups" }, { "==": [{ var: "" }, "beta"] }] }),
    fails: when({ some: [{ var: "groups" }] }),
  },
  "TARGET-11": { passes: when(STAFF), fails: when({ starts_with: [EMAIL] }) },
  "TARGET-12": { passes: when(STAFF), fails: when({ starts_with: [{ var: "shop" }, 42] }) },
  "TARGET-13": { passes: when(STAFF), fails: when({ starts_with: [EMAIL, ""] }) },
  "TARGET-14": {
    passes: when({ sem_ver: [{ var: "app" }, ">=", "2.1.0"] }),
    fails: when({ sem_ver: [{ var: "app" }, "2.1.0"] }),
  },
  "TARGET-15": {
    passes: when({ sem_ver: [{ var: "app" }, "^", "2.1.0"] }),
    fails: when({ sem_ver: [{ var: "app" }, "=>", "2.1.0"] }),
  },
  "TARGET-16": {
    passes: when({ sem_ver: [{ var: "app" }, ">=", "v2.1"] }),
    fails: when({ sem_ver: [{ var: "app" }, ">=", "latest"] }),
  },
  "TARGET-17": { passes: when(inUsers(3)), fails: when({ in: [{ var: "targetingKey" }, 42] }) },
  "TARGET-18": { passes: when({ "!!": [{ var: ["email", ""] }] }), fails: when({ "!!": [{ var: 3 }] }) },
  "TARGET-19": {
    passes: when({ "!!": [{ var: "shop.country" }] }),
    fails: when({ "!!": [{ var: "shop.constructor.name" }] }),
  },
  "TARGET-20": {
    passes: when({ "==": [{ var: "$flagd.flagKey" }, "checkout-new-payment-form"] }),
    fails: when({ "==": [{ var: "$flagd.flag_key" }, "checkout-new-payment-form"] }),
  },
  "TARGET-21": {
    passes: when({ ">": [{ var: "$flagd.timestamp" }, 1_780_000_000] }),
    fails: when({ ">": [{ var: "$flagd.timestamp" }, 1_780_000_000_000] }),
  },
  "TARGET-22": { passes: ending("off"), fails: ending("onn") },
  "TARGET-23": { passes: ending(null), fails: ending(3) },
  "TARGET-24": {
    passes: ending({ if: [{ "==": [{ var: "form" }, "new"] }, "on", "off"] }),
    fails: ending({ var: "form" }),
  },
  "TARGET-25": { passes: ending(STAFF, trueAndFalse), fails: ending(STAFF) },
  "TARGET-26": { passes: ending("off"), fails: ending({ "+": [{ var: "age" }, 1] }) },
  "TARGET-27": { passes: ending("off"), fails: ending({ cat: ["o", "n"] }) },
  "TARGET-28": { passes: when(STAFF), fails: when(true) },
  "TARGET-29": {
    passes: { record: flag({ targeting: { if: [STAFF, "on", inUsers(3), "on", "off"] } }) },
    fails: { record: flag({ targeting: { if: [STAFF, "on", STAFF, "off"] } }) },
  },
  "TARGET-30": {
    passes: when(STAFF),
    fails: { record: flag({ targeting: { if: [STAFF, "off"] } }) },
  },
  "TARGET-31": { passes: when(inUsers(100)), fails: when(inUsers(101)) },
  "TARGET-32": { passes: when(STAFF), fails: when({ in: [EMAIL, ["ada@example.com"]] }) },
  "TARGET-33": { passes: when(STAFF), fails: when({ ends_with: [EMAIL, "example.com"] }) },
  "TARGET-34": {
    passes: when({ sem_ver: [{ var: "app" }, "<", "1.10.0"] }),
    fails: when({ "<": [{ var: "app" }, "1.10.0"] }),
  },
};
