import { describe, expect, it, jest } from "@jest/globals";
import type { PropagatedFlag } from "../../../../functions/flag-propagation/flag/flag-change";
import { cachedDeletion, cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { flagSetOf } from "../support/flag-set-of";

const NOW = Date.UTC(2026, 5, 1, 12);
const USER = { targetingKey: "user-1" };

describe("FLAG-02 a flag in flagd's format resolves as flagd resolves it", () => {
  it("to its default variant with the reason STATIC where it has no targeting", () => {
    expect(flagSetOf(cachedFlag("new-cart")).resolve("new-cart", USER, NOW)).toEqual({
      value: true,
      variant: "on",
      reason: "STATIC",
      flagMetadata: { service: "service-0001", version: 1 },
    });
  });

  it.each([
    ["ann@example.com", true, "TARGETING_MATCH"],
    ["ann@example.org", false, "DEFAULT"],
  ])("by its targeting: %s gets %s, reason %s", (email, value, reason) => {
    const flags = flagSetOf(cachedFlag("new-cart", STAFF_ONLY));
    expect(flags.resolve("new-cart", { email }, NOW)).toMatchObject({ value, reason });
  });

  it("by fractional targeting, the same for the same targetingKey", () => {
    const targeting = { fractional: [["on", 50], ["off", 50]] }; // biome-ignore format: one pair a variant
    const flags = flagSetOf(cachedFlag("new-cart", { targeting }));
    const variants = Array.from(
      { length: 200 },
      (_, user) => flags.resolve("new-cart", { targetingKey: `u${user}` }, NOW).variant,
    );
    expect(variants.filter((variant) => variant === "on").length).toBeGreaterThan(70);
    expect(variants.filter((variant) => variant === "on").length).toBeLessThan(130);
    expect(flags.resolve("new-cart", { targetingKey: "u7" }, NOW).variant).toBe(variants[7]);
  });

  it("to nothing with the reason DISABLED where its state is DISABLED, so that the caller's default is used", () => {
    const flags = flagSetOf(cachedFlag("new-cart", { state: "DISABLED", version: 4 }));
    const flagMetadata = { service: "service-0001", version: 4 };
    expect(flags.resolve("new-cart", USER, NOW)).toEqual({ reason: "DISABLED", flagMetadata });
    expect(flags.resolveAs("boolean", "new-cart", false, USER, NOW)).toEqual({
      value: false,
      reason: "DISABLED",
      flagMetadata,
    });
  });

  it("with its own metadata, its version and its service; nobody else's version takes the place of its own", () => {
    const flags = flagSetOf(cachedFlag("new-cart", { version: 7, metadata: { team: "cart", version: 99 } }));
    expect(flags.resolve("new-cart", USER, NOW).flagMetadata).toEqual({
      service: "service-0001",
      team: "cart",
      version: 7,
    });
  });

  it.each(["new-cart", "constructor", "__proto__", ""])("to FLAG_NOT_FOUND where %j is not there or deleted", (id) => {
    const flags = flagSetOf(cachedDeletion("new-cart", 3), cachedFlag("other-flag"));
    expect(flags.resolveAs("boolean", id, true, USER, NOW)).toMatchObject({
      value: true,
      reason: "ERROR",
      errorCode: "FLAG_NOT_FOUND",
      flagMetadata: { service: "service-0001" },
    });
  });

  it.each(["string", "number", "object"] as const)("to TYPE_MISMATCH where a %s is asked of a boolean", (type) => {
    const flags = flagSetOf(cachedFlag("new-cart"));
    expect(flags.resolveAs<string>(type, "new-cart", "fallback", USER, NOW)).toMatchObject({
      value: "fallback",
      reason: "ERROR",
      errorCode: "TYPE_MISMATCH",
      errorMessage: `Flag 'new-cart' resolves to a boolean, asked for was a ${type}.`,
      flagMetadata: { version: 1 },
    });
  });
});

describe("FLAG-02 a schedule says when a flag takes part in evaluation", () => {
  const schedule = { enable_at: "2026-06-01T12:00:00Z", disable_at: "2026-06-01T16:00:00+02:00" };

  it.each([
    ["a millisecond before enable_at", NOW - 1, "DISABLED"],
    ["at enable_at", NOW, "STATIC"],
    ["a millisecond before disable_at", NOW + 7_199_999, "STATIC"],
    ["at disable_at", NOW + 7_200_000, "DISABLED"],
  ])("%s: %s is %s", (_, now, reason) => {
    expect(flagSetOf(cachedFlag("new-cart", { schedule })).resolve("new-cart", USER, now).reason).toBe(reason);
  });

  it("does not enable what is DISABLED", () => {
    const flags = flagSetOf(cachedFlag("new-cart", { schedule, state: "DISABLED" }));
    expect(flags.resolve("new-cart", USER, NOW).reason).toBe("DISABLED");
  });

  it("says nothing by its review and expiry", () => {
    const past = { review_at: "2020-01-01T00:00:00Z", expires_at: "2020-01-01T00:00:00Z" };
    expect(flagSetOf(cachedFlag("new-cart", { schedule: past })).resolve("new-cart", USER, NOW).reason).toBe("STATIC");
  });
});

describe("FLAG-02 one flag that cannot be read takes no other with it", () => {
  const bad: readonly (readonly [string, unknown])[] = [
    ["no flag at all", null],
    ["no variants", { state: "ENABLED", defaultVariant: "on" }],
    ["a state that is none", { state: "MAYBE", variants: { on: true }, defaultVariant: "on" }],
    ["a default variant that is none", { state: "ENABLED", variants: { on: true }, defaultVariant: "off" }],
    ["an operator that is none", { ...cachedFlagBody(), targeting: { explode: [1] } }],
    ["targeting deeper than the stack", { ...cachedFlagBody(), targeting: nested(100_000) }],
    ["a time that is none", { ...cachedFlagBody(), schedule: { enable_at: "tomorrow" } }],
    ["dependencies that are none", { ...cachedFlagBody(), dependencies: [null] }],
    ["dependencies that are no list", { ...cachedFlagBody(), dependencies: 7 }],
  ];

  it.each(bad)("%s is a PARSE_ERROR of that flag alone", (_, flag) => {
    const entry = { ...cachedFlag("bad-flag"), flag: flag as PropagatedFlag };
    const flags = flagSetOf(entry, cachedFlag("good-flag"));
    expect(flags.resolve("bad-flag", USER, NOW)).toMatchObject({
      reason: "ERROR",
      errorCode: "PARSE_ERROR",
      flagMetadata: { version: 1 },
    });
    expect(flags.resolveAll(USER, NOW).map(({ id, reason }) => [id, reason])).toEqual([
      ["bad-flag", "ERROR"],
      ["good-flag", "STATIC"],
    ]);
  });

  it.each([
    ["an object that refuses to be text", { toString: 1, valueOf: 1 }],
    ["the name of a variant that is none", "maybe"],
    ["JavaScript's own", "constructor"],
  ])("a context that makes targeting give %s is an error of the evaluation alone", (_, pick) => {
    const flags = flagSetOf(cachedFlag("new-cart", { targeting: { var: "pick" } }));
    expect(flags.resolve("new-cart", { pick }, NOW)).toMatchObject({ reason: "ERROR", errorCode: "GENERAL" });
    expect(flags.resolve("new-cart", { pick: "off" }, NOW).value).toBe(false);
  });
});

describe("FLAG-02 what is parsed is kept while the version of the flag is the same", () => {
  it("compiles a flag's targeting once, and again for a new version only", () => {
    const targeting = jest.fn(() => STAFF_ONLY.targeting);
    const entry = cachedFlag("new-cart", { defaultVariant: "off" });
    if ("flag" in entry) Object.defineProperty(entry.flag, "targeting", { get: targeting, enumerable: true });
    const first = flagSetOf(entry);
    const same = first.with(new Map([...first.entries, ["other-flag", cachedFlag("other-flag")]]));
    for (const flags of [first, same, first]) flags.resolve("new-cart", { email: "a@example.com" }, NOW);
    expect(targeting).toHaveBeenCalledTimes(1);

    const next = same.with(new Map([["new-cart", cachedFlag("new-cart", { version: 2, defaultVariant: "off" })]]));
    expect(next.resolve("new-cart", USER, NOW)).toMatchObject({ value: false, flagMetadata: { version: 2 } });
    expect(same.resolve("new-cart", USER, NOW)).toMatchObject({ value: false, flagMetadata: { version: 1 } });
  });
});

function cachedFlagBody() {
  return { state: "ENABLED", variants: { on: true }, defaultVariant: "on" };
}

function nested(depth: number): object {
  let logic: object = { var: "a" };
  for (let level = 0; level < depth; level++) logic = { "!": [logic] };
  return logic;
}
