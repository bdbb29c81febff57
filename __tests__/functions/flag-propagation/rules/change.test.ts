import { describe, expect, it } from "@jest/globals";
import { changeRules } from "../../../../functions/flag-propagation/rules/change";
import { changeExamples } from "../../../../functions/flag-propagation/rules/change.examples";
import { EXAMPLE_NOW, flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import { brokenBy, describeRules } from "./support/describe-rules";

describe("rules about changes", () => {
  describeRules(changeRules, changeExamples);
});

const DEFAULT_KEY = { cat: [{ var: "$flagd.flagKey" }, { var: "targetingKey" }] };
const BUCKETS = [
  ["on", 10],
  ["off", 90],
];

function brokenAfter(previous: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>) {
  return brokenBy(changeRules, { record: nextVersion(next), previous: flag(previous) });
}

describe("a change", () => {
  it.each([
    [[DEFAULT_KEY, ...BUCKETS], BUCKETS],
    [BUCKETS, [DEFAULT_KEY, ...BUCKETS]],
  ])(
    "FLAG-03 CHANGE-09 that only writes out what decides the buckets anyway decides them as before",
    (before, after) => {
      expect(brokenAfter({ targeting: { fractional: before } }, { targeting: { fractional: after } })).toEqual([]);
    },
  );

  it("FLAG-03 CHANGE-09 CHANGE-18 may begin or end a rollout", () => {
    expect(brokenAfter({ targeting: undefined }, { targeting: { fractional: BUCKETS } })).toEqual([]);
    expect(brokenAfter({ targeting: { fractional: BUCKETS } }, { targeting: undefined })).toEqual([]);
  });

  it("FLAG-03 CHANGE-17 gives everybody at once what a tenth had", () => {
    const everybody = { targeting: undefined, defaultVariant: "on" };
    expect(brokenAfter({ targeting: { fractional: BUCKETS } }, everybody)).toEqual(["CHANGE-17"]);
  });

  it("FLAG-03 CHANGE-17 gives a variant to everybody where the flag was disabled before", () => {
    const everybody = { targeting: undefined, defaultVariant: "on" };
    expect(brokenAfter({ ...everybody, defaultVariant: "off", state: "DISABLED" }, everybody)).toEqual([]);
  });

  it("FLAG-03 CHANGE-06 comes from a clock that runs a little behind", () => {
    expect(brokenAfter({ written_at: EXAMPLE_NOW + 60_000 }, {})).toEqual([]);
    expect(brokenAfter({ written_at: EXAMPLE_NOW + 60_001 }, {})).toEqual(["CHANGE-06"]);
  });

  it("FLAG-03 CHANGE-08 may mend a default variant that was none", () => {
    expect(brokenAfter({ defaultVariant: "blue" }, {})).toEqual([]);
  });

  it("FLAG-03 CHANGE-15 deletes a flag that its schedule has disabled", () => {
    const previous = flag({ schedule: { disable_at: "2026-05-01T08:00:00Z" } });
    const { flag_id, environment, created_at } = previous;
    const record = { flag_id, environment, created_at, version: 2, written_at: EXAMPLE_NOW, deleted: true };
    expect(brokenBy(changeRules, { record, previous })).toEqual([]);
  });
});
