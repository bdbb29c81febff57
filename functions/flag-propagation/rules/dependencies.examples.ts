import { type Example, flag, type RuleExample } from "./example";

type Changes = Readonly<Record<string, unknown>>;

function need(flag_id: string, variant = "on") {
  return { flag_id, variant };
}

/** Another flag, which depends on nothing unless it says so. */
function other(flag_id: string, changes: Changes = {}): Changes {
  return flag({ flag_id, ...changes });
}

function needing(dependencies: readonly unknown[], known: readonly Changes[], changes: Changes = {}): Example {
  return { record: flag({ dependencies, ...changes }), known };
}

const ITSELF = need("checkout-new-payment-form");
const basket = other("basket-totals");
const onBasket = [need("basket-totals")];

/** A flag that depends on `chain-1`, which depends on `chain-2` and so on. */
function chain(length: number, last: readonly unknown[] = []): Example {
  const known = Array.from({ length }, (_, index) =>
    other(`chain-${index + 1}`, { dependencies: index + 1 === length ? last : [need(`chain-${index + 2}`)] }),
  );
  return needing([need("chain-1")], known);
}

/** A flag that depends on three others, which depend on so many more. */
function wide(width: number): Example {
  const leaves = Array.from({ length: width }, (_, index) => `leaf-${index + 1}`);
  const stems = ["stem-a", "stem-b", "stem-c"];
  const known = stems.map((id, stem) =>
    other(id, { dependencies: leaves.filter((_, index) => index % stems.length === stem).map((leaf) => need(leaf)) }),
  );
  return needing(
    stems.map((id) => need(id)),
    [...known, ...leaves.map((id) => other(id))],
  );
}

const inStaging = (basketChanges: Changes, changes: Changes = {}) =>
  needing(onBasket, [other("basket-totals", basketChanges)], changes);

const expiring = (expires_at: string) => ({ schedule: { review_at: "2026-07-01T09:00:00Z", expires_at } });
const enabledAt = (enable_at: string) => ({ schedule: { enable_at, expires_at: "2026-09-01T00:00:00Z" } });

export const dependencyExamples: Readonly<Record<string, RuleExample>> = {
  "DEP-01": { passes: needing(onBasket, [basket]), fails: needing([ITSELF], []) },
  "DEP-02": {
    passes: needing([need("basket-totals"), need("basket-taxes")], [basket, other("basket-taxes")]),
    fails: needing([need("basket-totals", "on"), need("basket-totals", "off")], [basket]),
  },
  "DEP-03": {
    passes: needing([need("basket-totals"), need("basket-taxes")], [basket, other("basket-taxes")]),
    fails: needing([need("basket-totals"), need("basket-totals")], [basket]),
  },
  "DEP-04": { passes: needing(onBasket, [basket]), fails: needing(onBasket, []) },
  "DEP-05": {
    passes: needing(onBasket, [basket]),
    fails: needing(onBasket, [{ flag_id: "basket-totals", version: 9, environment: "staging", deleted: true }]),
  },
  "DEP-06": {
    passes: inStaging({ state: "DISABLED" }, { state: "DISABLED" }),
    fails: inStaging({ state: "DISABLED" }),
  },
  "DEP-07": {
    passes: needing([need("basket-totals", "off")], [basket]),
    fails: needing([need("basket-totals", "blue")], [basket]),
  },
  "DEP-08": {
    passes: inStaging({ dependencies: [] }),
    fails: inStaging({ dependencies: [ITSELF] }),
  },
  "DEP-09": { passes: chain(3), fails: chain(3, [ITSELF]) },
  "DEP-10": { passes: chain(3), fails: chain(3, [need("chain-2")]) },
  "DEP-11": { passes: chain(5), fails: chain(6) },
  "DEP-12": { passes: wide(29), fails: wide(30) },
  "DEP-13": {
    passes: needing(
      [need("basket-totals"), need("basket-taxes")],
      [other("basket-totals", { dependencies: [need("basket-taxes")] }), other("basket-taxes")],
    ),
    fails: needing(
      [need("basket-totals"), need("basket-taxes", "off")],
      [other("basket-totals", { dependencies: [need("basket-taxes", "on")] }), other("basket-taxes")],
    ),
  },
  "DEP-14": { passes: inStaging({ environment: "staging" }), fails: inStaging({ environment: "dev" }) },
  "DEP-15": {
    passes: inStaging({ kind: "operational" }, { kind: "operational" }),
    fails: inStaging({ kind: "experiment" }, { kind: "operational" }),
  },
  "DEP-16": {
    passes: inStaging(expiring("2026-09-01T00:00:00Z")),
    fails: inStaging(expiring("2026-08-01T00:00:00Z")),
  },
  "DEP-17": {
    passes: inStaging(enabledAt("2026-06-10T08:00:00Z"), enabledAt("2026-06-10T08:00:00Z")),
    fails: inStaging(enabledAt("2026-06-10T08:00:00Z")),
  },
  "DEP-18": {
    passes: inStaging({ targeting: undefined, defaultVariant: "on" }),
    fails: inStaging({ targeting: undefined, defaultVariant: "off" }),
  },
};
