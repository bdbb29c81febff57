import { describe, expect, it } from "@jest/globals";
import { auditRules } from "../../../../functions/flag-propagation/rules/audit";
import { changeRules } from "../../../../functions/flag-propagation/rules/change";
import { flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import { schemaRules } from "../../../../functions/flag-propagation/rules/schema";
import { deletedFlag } from "../../../../functions/flag-propagation/rules/schema.examples";
import { brokenBy } from "./support/describe-rules";

const ROLLBACK = { user: "flag-rollback", rollback: { from: 1, to: 1 } };

function brokenAfterGap(changes: Readonly<Record<string, unknown>>, previous = flag()) {
  return brokenBy(changeRules, { record: nextVersion({ version: 7, ...ROLLBACK, ...changes }), previous });
}

describe("a version that is a rollback", () => {
  it("FLAG-03 FLAG-07 CHANGE-02 may leave a gap", () => {
    expect(brokenAfterGap({})).toEqual([]);
  });

  it.each([
    ["was written by somebody else", { user: "ada@example.com" }],
    ["does not say that it is one", { rollback: undefined }],
    ["says it of a later version than its own", { rollback: { from: 7, to: 1 } }],
    ["goes to a later version", { rollback: { from: 1, to: 2 } }],
    ["says more than from where to where", { rollback: { from: 1, to: 1, by: "ada" } }],
    ["says it with no number", { rollback: { from: "1", to: 1 } }],
    ["says it by no object", { rollback: [1, 1] }],
  ])("FLAG-03 FLAG-07 CHANGE-02 is none where it %s", (_, changes) => {
    expect(brokenAfterGap(changes)).toEqual(["CHANGE-02"]);
  });

  it("FLAG-03 FLAG-07 CHANGE-02 is none where a version after it only carries the member on", () => {
    expect(brokenAfterGap({}, nextVersion(ROLLBACK))).toEqual(["CHANGE-02"]);
  });

  it("FLAG-03 FLAG-07 CHANGE-01 CHANGE-03 CHANGE-04 CHANGE-06 is a version of that flag all the same", () => {
    const previous = flag({ version: 9, flag_id: "other-flag", environment: "dev", written_at: 2e12 });
    const record = nextVersion({ version: 9, ...ROLLBACK, rollback: { from: 9, to: 1 } });
    expect(brokenBy(changeRules, { record, previous })).toEqual(["CHANGE-01", "CHANGE-03", "CHANGE-04", "CHANGE-06"]);
  });

  it("FLAG-03 FLAG-07 CHANGE-10 may be a deletion once more", () => {
    expect(brokenBy(changeRules, { record: deletedFlag(ROLLBACK), previous: deletedFlag({ version: 1 }) })).toEqual([]);
  });

  it.each([
    [{ from: 1, to: 1 }, []],
    [{ from: 5, to: 3 }, []],
    [{ from: 3, to: 5 }, ["TYPE-24"]],
    [{ from: 0, to: 0 }, ["TYPE-24"]],
    [{ from: 2 ** 53, to: 1 }, ["TYPE-24"]],
    ["5", ["TYPE-24"]],
    [null, ["TYPE-24"]],
  ])("FLAG-03 FLAG-07 TYPE-24 says so by %j: %j", (rollback, broken) => {
    expect(brokenBy(schemaRules, { record: flag({ rollback }) })).toEqual(broken);
    expect(brokenBy(schemaRules, { record: deletedFlag({ rollback }) })).toEqual(broken);
  });

  it.each([
    ["arn:aws:lambda:eu-west-1:123456789012:function:flag-propagation-rollback-dev:live", []],
    ["arn:aws:lambda:eu-west-1:123456789012:function:flag-propagation-rollback-dev", []],
    ["arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:rollback:$LATEST", []],
    ["arn:aws:lambda:eu-west-1:123456789012:layer:tools:1", ["AUDIT-07"]],
  ])("FLAG-03 AUDIT-07 is written by a function: %s", (principal, broken) => {
    expect(brokenBy(auditRules, { record: flag({ principal }) })).toEqual(broken);
  });
});
