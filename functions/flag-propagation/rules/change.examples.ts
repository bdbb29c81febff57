import { EXAMPLE_NOW, type Example, flag, nextVersion, type RuleExample } from "./example";

type Changes = Readonly<Record<string, unknown>>;

const HOUR = 3_600_000;
const FIRST = flag();

/** A version after one that is changed as given. */
function after(previous: Changes, next: Changes = {}): Example {
  return { record: nextVersion(next), previous: flag(previous) };
}

/** A version that says a flag is deleted. */
function deletion(changes: Changes): Changes {
  const { flag_id, environment, created_at, user, principal, correlation_id } = FIRST;
  const identity = { flag_id, environment, created_at, user, principal, correlation_id };
  return { ...identity, version: 2, written_at: EXAMPLE_NOW, reason: "Nobody reads it.", deleted: true, ...changes };
}

const deleted = deletion({ version: 1, written_at: EXAMPLE_NOW - HOUR });

const BY_USER = { cat: [{ var: "$flagd.flagKey" }, { var: "targetingKey" }] };
const BY_SHOP = { cat: [{ var: "$flagd.flagKey" }, { var: "shop" }] };
const split = (by: unknown, ...buckets: readonly unknown[]) => ({ targeting: { fractional: [by, ...buckets] } });
const share = (on: number, by: unknown = BY_USER) => split(by, ["on", on], ["off", 100 - on]);

const texts = (...names: readonly string[]) => ({
  variants: Object.fromEntries(names.map((name) => [name, `text ${name}`])),
  defaultVariant: "off",
  targeting: undefined,
});
const limits = (off: Changes) => ({ variants: { off, on: { limit: 5, burst: 9 } } });

export const changeExamples: Readonly<Record<string, RuleExample>> = {
  "CHANGE-01": { passes: after({}), fails: after({ version: 2 }) },
  "CHANGE-02": { passes: after({}), fails: after({}, { version: 3 }) },
  "CHANGE-03": { passes: after({}), fails: after({ flag_id: "checkout-old-payment-form" }) },
  "CHANGE-04": { passes: after({}), fails: after({ environment: "dev" }) },
  "CHANGE-05": {
    passes: after({}, { variants: { off: true, on: false } }),
    fails: after({}, { variants: { off: true, on: false }, kind: "experiment" }),
  },
  "CHANGE-06": {
    passes: after({ written_at: EXAMPLE_NOW + 1000 }),
    fails: after({ written_at: EXAMPLE_NOW + HOUR }),
  },
  "CHANGE-07": {
    passes: after({}, { variants: { off: true, on: false } }),
    fails: after({}, { variants: { off: "false", on: "true" } }),
  },
  "CHANGE-08": {
    passes: after(texts("off", "on", "unused"), texts("off", "on")),
    fails: after({ ...texts("off", "on"), targeting: { if: [{ var: "beta" }, "on"] } }, texts("off")),
  },
  "CHANGE-09": { passes: after(share(10), share(20)), fails: after(share(10), share(20, BY_SHOP)) },
  "CHANGE-10": {
    passes: { record: deletion({}), previous: flag({ state: "DISABLED" }) },
    fails: { record: deletion({}), previous: deleted },
  },
  "CHANGE-11": {
    passes: after(limits({ limit: 1, burst: 2 }), limits({ limit: 1, burst: 2, delay: 3 })),
    fails: after(limits({ limit: 1, burst: 2 }), limits({ limit: 1 })),
  },
  "CHANGE-12": {
    passes: after(share(60), { defaultVariant: "on", targeting: undefined, variants: { off: false, on: true } }),
    fails: after(share(50), { ...share(60), defaultVariant: "on" }),
  },
  "CHANGE-13": { passes: after({}, { kind: "experiment" }), fails: after({}, { kind: "operational" }) },
  "CHANGE-14": {
    passes: after({}, { owner: { team: "shops", email: "shops@example.com" } }),
    fails: after({}, { owner: { team: "shops", email: "shops@example.com" }, ...share(10) }),
  },
  "CHANGE-15": {
    passes: { record: deletion({}), previous: flag({ state: "DISABLED" }) },
    fails: { record: deletion({}), previous: FIRST },
  },
  "CHANGE-16": {
    passes: { record: nextVersion({ state: "DISABLED" }), previous: deleted },
    fails: { record: nextVersion(), previous: deleted },
  },
  "CHANGE-17": { passes: after(share(10), share(60)), fails: after(share(10), share(61)) },
  "CHANGE-18": {
    passes: after(share(10), share(20)),
    fails: after(share(10), split(BY_USER, ["off", 80], ["on", 20])),
  },
  "CHANGE-19": {
    passes: after(
      { schedule: { enable_at: "2026-06-10T08:00:00Z" } },
      { schedule: { enable_at: "2026-06-12T08:00:00Z" } },
    ),
    fails: after({}, { schedule: { enable_at: "2026-06-12T08:00:00Z" } }),
  },
  "CHANGE-20": {
    passes: after({}, { promotion: { from: "dev", version: 9 } }),
    fails: after({}, { promotion: { from: "dev", version: 6 } }),
  },
};
