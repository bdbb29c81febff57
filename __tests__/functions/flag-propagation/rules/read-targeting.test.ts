import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  readTargeting,
  WALK_MAX_DEPTH,
  WALK_MAX_SIZE,
} from "../../../../functions/flag-propagation/rules/read-targeting";

const EMAIL = { var: "email" };
const STAFF = { ends_with: [EMAIL, "@example.com"] };

describe("what targeting results in", () => {
  it.each([
    ["the results of if, not its conditions", { if: [{ "==": [EMAIL, "a"] }, "on", "off"] }, ["on", "off"]],
    ["all results of a longer if", { if: [STAFF, "a", STAFF, "b", STAFF, "c", "d"] }, ["a", "b", "c", "d"]],
    ["an if without a last value", { if: [STAFF, "a", STAFF, "b"] }, ["a", "b"]],
    ["an if inside an if", { if: [STAFF, { if: [STAFF, "a", "b"] }, "c"] }, ["a", "b", "c"]],
    ["nothing of an if that is a condition", { if: [{ if: [STAFF, "x", "y"] }, "on"] }, ["on"]],
    ["each of or", { or: [{ if: [STAFF, "a"] }, "b"] }, ["a", "b"]],
    ["the names of buckets, not what decides", { fractional: [EMAIL, ["a", 1], ["b"]] }, ["a", "b"]],
    [
      "buckets without what decides",
      {
        fractional: [
          ["a", 1],
          ["b", 2],
        ],
      },
      ["a", "b"],
    ],
    [
      "what is inside a bucket",
      {
        fractional: [
          [{ if: [STAFF, "a", "b"] }, 1],
          ["c", 1],
        ],
      },
      ["a", "b", "c"],
    ],
    ["nothing of a rollout that is compared", { if: [{ "==": [{ fractional: [["x", 1]] }, "x"] }, "a"] }, ["a"]],
  ])("is %s", (_, targeting, outcomes) => {
    expect(readTargeting(targeting)).toMatchObject({ present: true, outcomes, otherOutcomes: [], computedBy: [] });
  });

  it("is each of and, the first of which that is false ends it", () => {
    expect(readTargeting({ and: [STAFF, "a"] })).toMatchObject({ outcomes: ["a"], computedBy: ["ends_with"] });
  });

  it("is told apart from what is no text, and from what is computed", () => {
    const { otherOutcomes, computedBy } = readTargeting({
      if: [STAFF, 3, STAFF, null, STAFF, { cat: ["a", EMAIL] }, STAFF],
    });
    expect({ otherOutcomes, computedBy }).toEqual({ otherOutcomes: [3, null], computedBy: ["cat", "ends_with"] });
  });
});

describe("what targeting is made of", () => {
  it.each([undefined, null, "on", 3, [STAFF], {}])("is nothing where it is %j", (targeting) => {
    expect(readTargeting(targeting)).toMatchObject({ present: false, size: 0, operations: [], outcomes: [] });
  });

  it("is its operations, with a single argument as a list of it", () => {
    const { operations, depth } = readTargeting({ if: [{ "!": EMAIL }, "on"] });
    expect(operations.map(({ operator, arguments: list, depth: at }) => [operator, list, at])).toEqual([
      ["if", [{ "!": EMAIL }, "on"], 0],
      ["!", [EMAIL], 1],
      ["var", ["email"], 2],
    ]);
    expect(depth).toBe(3);
  });

  it("is the paths of var, in short and in long form, '' for one that is no text", () => {
    const { variables } = readTargeting({
      or: [{ var: "a" }, { var: ["b.c", "x"] }, { var: [] }, { var: { cat: ["d"] } }],
    });
    expect(variables).toEqual(["a", "b.c", "", ""]);
  });

  it("is counted as malformed where an object has none or several members", () => {
    expect(readTargeting({ if: [{}, { "==": [1, 1], "!=": [1, 2] }, STAFF] }).malformed).toBe(2);
  });

  it("is found to be an operation where its name is one of JavaScript's own", () => {
    const { operations } = readTargeting(JSON.parse('{"__proto__": ["on"]}'));
    expect(operations.map(({ operator }) => operator)).toEqual(["__proto__"]);
  });

  it("is the buckets of a rollout with their weights, 1 where left out and NaN where it is no number", () => {
    const buckets = [["a", 10], ["b"], ["c", "5"], "d", [{ cat: [] }, 2]];
    const [split] = readTargeting({
      fractional: [{ cat: [EMAIL, { var: "$flagd.flagKey" }] }, ...buckets],
    }).fractionals;
    expect(split).toEqual({
      bucketBy: { cat: [EMAIL, { var: "$flagd.flagKey" }] },
      bucketPaths: ["email", "$flagd.flagKey"],
      buckets,
      names: ["a", "b", "c", "", ""],
      weights: [10, 1, Number.NaN, Number.NaN, 2],
      total: Number.NaN,
      depth: 0,
    });
  });
});

describe("the walk through targeting", () => {
  it("ends at its limits, whatever the targeting is", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 8 }), (targeting) => {
        const { size, depth } = readTargeting({ if: [targeting, targeting] });
        expect(size).toBeLessThanOrEqual(WALK_MAX_SIZE);
        expect(depth).toBeLessThanOrEqual(WALK_MAX_DEPTH);
      }),
    );
  });

  it("says that it ended at its depth, and goes on beside it", () => {
    let deep: unknown = "x";
    for (let level = 0; level < WALK_MAX_DEPTH + 5; level++) deep = { "!": deep };
    const facts = readTargeting({ if: [deep, "on", "off"] });
    expect(facts).toMatchObject({ truncated: true, depth: WALK_MAX_DEPTH, outcomes: ["on", "off"] });
  });

  it("says that it ended at its size, also where lists lie in lists", () => {
    let lists: unknown[] = [];
    for (let level = 0; level < 100_000; level++) lists = [lists];
    expect(readTargeting({ in: [EMAIL, lists] })).toMatchObject({ truncated: true, size: WALK_MAX_SIZE });
  });

  it("has visited everything within its limits", () => {
    expect(readTargeting({ in: [EMAIL, ["a", "b"]] })).toMatchObject({ truncated: false, size: 6 });
  });
});
