import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW, flag, type RuleExample } from "./example";

type Members = Readonly<Record<string, unknown>>;

/** A version that says the flag is deleted, changed as given. */
export function deletedFlag(changes: Members = {}): Members {
  return {
    flag_id: "checkout-new-payment-form",
    version: 2,
    environment: EXAMPLE_ENVIRONMENT,
    created_at: EXAMPLE_NOW - 3_600_000,
    written_at: EXAMPLE_NOW,
    reason: "The new payment form is the only one now.",
    user: "ada@example.com",
    principal: "arn:aws:sts::123456789012:assumed-role/developers/ada",
    correlation_id: "5d7b2f0e-8f9a-4c11-9f43-6f1d0c2b9e77",
    deleted: true,
    ...changes,
  };
}

/** An object in an object, as deep as asked. */
function nested(levels: number): Members {
  let value: Members = {};
  for (let level = 1; level < levels; level++) value = { inner: value };
  return value;
}

const texts = (length: number) => ({ off: "", on: "x".repeat(length) });

export const schemaExamples: Readonly<Record<string, RuleExample>> = {
  "TYPE-01": { passes: { record: deletedFlag() }, fails: { record: flag({ flag_id: 12 }) } },
  "TYPE-02": {
    passes: { record: flag({ version: 1 }) },
    fails: { record: flag({ version: 2 ** 53 }) },
  },
  "TYPE-03": { passes: { record: flag() }, fails: { record: flag({ environment: undefined }) } },
  "TYPE-04": {
    passes: { record: flag() },
    fails: { record: flag({ created_at: "2026-06-01T11:00:00Z" }) },
  },
  "TYPE-05": {
    passes: { record: flag({ user: "release-pipeline" }) },
    fails: { record: flag({ user: { name: "ada" } }) },
  },
  "TYPE-06": {
    passes: { record: flag({ principal: undefined, correlation_id: undefined }) },
    fails: { record: flag({ correlation_id: 17 }) },
  },
  "TYPE-07": { passes: { record: flag({ state: "DISABLED" }) }, fails: { record: flag({ state: "enabled" }) } },
  "TYPE-08": { passes: { record: flag() }, fails: { record: flag({ variants: ["off", "on"] }) } },
  "TYPE-09": {
    passes: { record: flag({ variants: { off: { rows: 1 }, on: { rows: 2 } } }) },
    fails: { record: flag({ variants: { off: false, on: null } }) },
  },
  "TYPE-10": { passes: { record: flag() }, fails: { record: flag({ defaultVariant: false }) } },
  "TYPE-11": { passes: { record: flag({ targeting: {} }) }, fails: { record: flag({ targeting: "on" }) } },
  "TYPE-12": {
    passes: { record: flag({ metadata: { area: "checkout", budget_ms: 30, paid: true } }) },
    fails: { record: flag({ metadata: { area: { name: "checkout" } } }) },
  },
  "TYPE-13": { passes: { record: flag() }, fails: { record: flag({ description: "  " }) } },
  "TYPE-14": { passes: { record: flag({ kind: "operational" }) }, fails: { record: flag({ kind: "kill-switch" }) } },
  "TYPE-15": {
    passes: { record: flag() },
    fails: { record: flag({ owner: { team: "payments", email: "payments@example.com", phone: "555" } }) },
  },
  "TYPE-16": { passes: { record: flag({ tags: [] }) }, fails: { record: flag({ tags: "checkout,payments" }) } },
  "TYPE-17": {
    passes: { record: flag({ schedule: {} }) },
    fails: { record: flag({ schedule: { starts_at: "2026-07-01T09:00:00Z" } }) },
  },
  "TYPE-18": {
    passes: { record: flag({ schedule: { review_at: "2028-02-29T09:00:00+02:00" } }) },
    fails: { record: flag({ schedule: { review_at: "2027-02-29T09:00:00Z" } }) },
  },
  "TYPE-19": {
    passes: { record: flag({ dependencies: [] }) },
    fails: { record: flag({ dependencies: { "checkout-redesign": "on" } }) },
  },
  "TYPE-20": {
    passes: { record: flag({ dependencies: [{ flag_id: "checkout-redesign", variant: "on" }] }) },
    fails: { record: flag({ dependencies: ["checkout-redesign"] }) },
  },
  "TYPE-21": { passes: { record: flag({ ticket: undefined }) }, fails: { record: flag({ ticket: 1234 }) } },
  "TYPE-22": {
    passes: { record: flag({ approval: undefined }) },
    fails: { record: flag({ approval: { by: "grace@example.com", at: "yesterday" } }) },
  },
  "TYPE-23": {
    passes: { record: flag({ promotion: undefined }) },
    fails: { record: flag({ promotion: { from: "dev", version: "7" } }) },
  },
  "TYPE-24": { passes: { record: flag() }, fails: { record: flag({ varaints: { off: false, on: true } }) } },
  "TYPE-25": { passes: { record: deletedFlag() }, fails: { record: deletedFlag({ state: "DISABLED" }) } },
  "TYPE-26": {
    passes: { record: flag({ metadata: { proto: "checkout" } }) },
    fails: { record: flag({ targeting: JSON.parse('{"if":[true,"on",{"__proto__":"off"}]}') }) },
  },
  "TYPE-27": {
    passes: { record: flag({ variants: { off: 0, on: 1e21 } }) },
    fails: { record: flag({ variants: { off: 0, on: Number.NaN } }) },
  },
  "TYPE-28": {
    passes: { record: flag({ metadata: { area: "\u{1F6D2}" } }) },
    fails: { record: flag({ metadata: { area: "\ud83d" } }) },
  },
  "TYPE-29": {
    passes: { record: flag({ variants: { off: {}, on: nested(27) } }) },
    fails: { record: flag({ variants: { off: {}, on: nested(28) } }) },
  },
  "TYPE-30": {
    passes: { record: flag({ variants: texts(190_000) }) },
    fails: { record: flag({ variants: texts(200_000) }) },
  },
};
