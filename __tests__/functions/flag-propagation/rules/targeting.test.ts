import { describe, expect, it } from "@jest/globals";
import { flag } from "../../../../functions/flag-propagation/rules/example";
import { targetingRules } from "../../../../functions/flag-propagation/rules/targeting";
import { targetingExamples } from "../../../../functions/flag-propagation/rules/targeting.examples";
import { brokenBy, describeRules } from "./support/describe-rules";

describe("rules about targeting", () => {
  describeRules(targetingRules, targetingExamples);
});

const STAFF = { ends_with: [{ var: "email" }, "@example.com"] };

/** @returns the rules that targeting breaks whose condition is as given. */
function brokenWhen(condition: unknown): readonly string[] {
  return brokenBy(targetingRules, { record: flag({ targeting: { if: [condition, "on"] } }) });
}

describe("targeting", () => {
  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "FLAG-03 TARGET-04 has no operator %s",
    (operator) => {
      expect(brokenWhen(JSON.parse(`{"${operator}": [1]}`))).toEqual(["TARGET-04"]);
    },
  );

  it.each(["__proto__", "a.__proto__.b", "constructor", "a.prototype"])(
    "FLAG-03 TARGET-19 reads no path %s",
    (path) => {
      expect(brokenWhen({ "!!": [{ var: path }] })).toEqual(["TARGET-19"]);
    },
  );

  it.each(["proto", "constructors.name", "my_constructor"])("FLAG-03 TARGET-19 may read the path %s", (path) => {
    expect(brokenWhen({ "!!": [{ var: path }] })).toEqual([]);
  });

  it.each(["1", "1.2", "1.2.3", "v1.2.3", "1.2.3-beta.1", "1.2.3+build.5"])(
    "FLAG-03 TARGET-16 compares the version %s",
    (version) => {
      expect(brokenWhen({ sem_ver: [{ var: "app" }, ">=", version] })).toEqual([]);
    },
  );

  it.each(["", "latest", "1.2.3.4", "1.x", `1.2.3-${"a".repeat(100_000)}`])(
    "FLAG-03 TARGET-16 compares no version %#",
    (version) => {
      expect(brokenWhen({ sem_ver: [{ var: "app" }, ">=", version] })).toEqual(["TARGET-16"]);
    },
  );

  it.each([
    ["==", 1],
    ["==", 3],
    ["<", 1],
    ["<", 4],
    ["!", 0],
    ["!", 2],
    ["%", 3],
  ])("FLAG-03 TARGET-08 has no %s of %i arguments", (operator, count) => {
    expect(brokenWhen({ [operator]: Array.from({ length: count }, () => STAFF) })).toContain("TARGET-08");
  });

  it("FLAG-03 TARGET-22 names variants also in the buckets of a rollout inside of a bucket", () => {
    const targeting = {
      fractional: [
        [{ fractional: [{ var: "shop" }, ["on", 1], ["onn", 1]] }, 1],
        ["off", 1],
      ],
    };
    expect(brokenBy(targetingRules, { record: flag({ targeting }) })).toEqual(["TARGET-22"]);
  });

  it("FLAG-03 TARGET-25 does not end in a condition that and or or leave as the result", () => {
    for (const operator of ["and", "or"]) {
      const record = flag({ targeting: { [operator]: [STAFF, "on"] } });
      expect(brokenBy(targetingRules, { record })).toEqual(["TARGET-25"]);
    }
  });

  it("FLAG-03 decides texts that make careless regular expressions explode", () => {
    const text = `${"a".repeat(50_000)}@${"a.".repeat(50_000)}!`;
    expect(brokenWhen({ in: [{ var: text }, [text]] })).toEqual([]);
  });
});
