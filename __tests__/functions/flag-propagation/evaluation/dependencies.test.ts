import { describe, expect, it } from "@jest/globals";
import { DEPENDENCY_CHAIN_LIMIT } from "../../../../functions/flag-propagation/evaluation/endless-dependencies";
import { cachedDeletion, cachedFlag, type FlagParts, STAFF_ONLY } from "../support/cache-entries";
import { flagSetOf } from "../support/flag-set-of";

const NOW = Date.UTC(2026, 5, 1, 12);
const USER = { targetingKey: "user-1" };

/** On by targeting, off by default, and in need of other flags being on. */
function needing(id: string, needed: readonly string[], parts: FlagParts = {}) {
  const dependencies = needed.map((flag_id) => ({ flag_id, variant: "on" }));
  return cachedFlag(id, { defaultVariant: "off", targeting: { if: [true, "on"] }, dependencies, ...parts });
}

describe("FLAG-02 a flag that needs another to resolve to a variant", () => {
  it("resolves by its own targeting where the other does, for the same context", () => {
    const flags = flagSetOf(needing("new-cart", ["staff-only"]), cachedFlag("staff-only", STAFF_ONLY));
    expect(flags.resolve("new-cart", { email: "a@example.com" }, NOW)).toMatchObject({
      value: true,
      reason: "TARGETING_MATCH",
    });
    expect(flags.resolve("new-cart", { email: "a@example.org" }, NOW)).toEqual({
      value: false,
      variant: "off",
      reason: "DEFAULT",
      flagMetadata: { service: "service-0001", version: 1, unmet_dependency: "staff-only" },
    });
  });

  it.each([
    ["is missing", []],
    ["is deleted", [cachedDeletion("base-flag", 2)]],
    ["is disabled", [cachedFlag("base-flag", { state: "DISABLED" })]],
    ["is not active yet", [cachedFlag("base-flag", { schedule: { enable_at: "2026-06-01T12:00:01Z" } })]],
    ["cannot be evaluated", [cachedFlag("base-flag", { targeting: { explode: [1] } })]],
    ["resolves to another variant", [cachedFlag("base-flag", { defaultVariant: "off" })]],
  ])("resolves to its default variant where the other %s", (_, others) => {
    const flags = flagSetOf(needing("new-cart", ["base-flag"]), ...others);
    expect(flags.resolve("new-cart", USER, NOW)).toMatchObject({ variant: "off", reason: "DEFAULT" });
  });

  it("needs all of them, and what they need in turn", () => {
    const flags = (deepest: boolean) =>
      flagSetOf(
        needing("flag-a", ["flag-b", "flag-c"]),
        needing("flag-b", ["flag-d"]),
        cachedFlag("flag-c"),
        cachedFlag("flag-d", { defaultVariant: deepest ? "on" : "off" }),
      );
    expect(flags(true).resolve("flag-a", USER, NOW).variant).toBe("on");
    expect(flags(false).resolve("flag-a", USER, NOW)).toMatchObject({
      variant: "off",
      flagMetadata: { unmet_dependency: "flag-b" },
    });
  });

  it("is DISABLED where it is itself, whatever the other is", () => {
    const flags = flagSetOf(needing("new-cart", ["missing-flag"], { state: "DISABLED" }));
    expect(flags.resolve("new-cart", USER, NOW).reason).toBe("DISABLED");
  });

  it("resolves alike alone and among all flags", () => {
    const flags = flagSetOf(
      needing("flag-a", ["flag-b"]),
      needing("flag-b", ["flag-c"]),
      cachedFlag("flag-c", STAFF_ONLY),
    );
    for (const context of [USER, { email: "a@example.com" }]) {
      for (const { id, ...resolution } of flags.resolveAll(context, NOW)) {
        expect(resolution).toEqual(flags.resolve(id, context, NOW));
      }
    }
  });
});

describe("FLAG-02 a cycle of dependencies fails closed to the default variant and never loops", () => {
  it.each([
    ["a flag that needs itself", { "flag-a": ["flag-a"] }],
    ["two that need each other", { "flag-a": ["flag-b"], "flag-b": ["flag-a"] }],
    ["three in a ring", { "flag-a": ["flag-b"], "flag-b": ["flag-c"], "flag-c": ["flag-a"] }],
    ["one that leads into a ring", { "flag-a": ["flag-b"], "flag-b": ["flag-c"], "flag-c": ["flag-b"] }],
  ])("%s, whichever is asked for first", (_, needs) => {
    // On by default: within the cycle, each would find the other as it needs it to be.
    const entries = Object.entries(needs).map(([id, needed]) =>
      needing(id, needed, { defaultVariant: "on", targeting: { if: [true, "off"] } }),
    );
    for (const id of Object.keys(needs)) {
      expect(flagSetOf(...entries).resolve(id, USER, NOW)).toMatchObject({ variant: "on", reason: "DEFAULT" });
    }
    expect(
      new Set(
        flagSetOf(...entries)
          .resolveAll(USER, NOW)
          .map(({ reason }) => reason),
      ),
    ).toEqual(new Set(["DEFAULT"]));
  });

  it("a chain longer than is allowed fails closed, and one of a hundred thousand flags does not overflow", () => {
    const chain = (length: number) =>
      flagSetOf(
        ...Array.from({ length: length - 1 }, (_, index) => needing(`flag-${index}`, [`flag-${index + 1}`])),
        cachedFlag(`flag-${length - 1}`),
      );
    expect(chain(DEPENDENCY_CHAIN_LIMIT).resolve("flag-0", USER, NOW).variant).toBe("on");
    expect(chain(DEPENDENCY_CHAIN_LIMIT + 1).resolve("flag-0", USER, NOW)).toMatchObject({
      variant: "off",
      reason: "DEFAULT",
    });
    expect(chain(100_000).resolve("flag-0", USER, NOW).variant).toBe("off");
  });

  it("evaluates each flag of a lattice once, not once a path", () => {
    const rows = Array.from({ length: DEPENDENCY_CHAIN_LIMIT - 1 }, (_, row) =>
      ["a", "b"].map((side) => needing(`flag-${side}${row}`, [`flag-a${row + 1}`, `flag-b${row + 1}`])),
    ).flat();
    const last = ["a", "b"].map((side) => cachedFlag(`flag-${side}${DEPENDENCY_CHAIN_LIMIT - 1}`));
    // Four thousand million paths lead through it.
    expect(flagSetOf(...rows, ...last).resolve("flag-a0", USER, NOW).variant).toBe("on");
  });
});
