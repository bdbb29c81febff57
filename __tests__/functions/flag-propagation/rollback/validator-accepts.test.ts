import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { flagStreamRecord } from "../support/flag-stream-record";
import { deletion, request, rollbackUnderTest, versionsOf } from "../support/rollback-under-test";
import { validatorUnderTest } from "../support/validator-under-test";

const by = (attribute: string, on: number) => ({
  targeting: {
    fractional: [{ var: attribute }, ["on", on], ["off", 100 - on]],
  },
});

/** The content that is good, and what came after it. */
const HISTORIES: readonly (readonly [string, ...(readonly Readonly<Record<string, unknown>>[])])[] = [
  ["a change of nothing but the share", flag(by("email", 10)), flag(by("email", 20))],
  ["a variant that callers now get, and which goes again", flag(), flag({ variants: { off: false, on: true, half: true }, defaultVariant: "half" })],
  ["another bucket key, after the flag was disabled", flag(by("email", 10)), flag({ state: "DISABLED" }), flag(by("shop", 10))],
  ["another type, after the flag was deleted", flag(), deletion(), flag({ variants: { off: "no", on: "yes" } })],
  ["a deletion, which is undone", flag(), deletion()],
  ["a first version alone", flag()],
]; // biome-ignore format: a history a line

describe("the validator", () => {
  describe.each([0, 40])("after services that are %i versions ahead", (ahead) => {
    it.each(HISTORIES)("FLAG-06 FLAG-07 publishes what a rollback writes: %s", async (_, ...contents) => {
      const table = rollbackUnderTest();
      for (const version of versionsOf(...contents)) await table.write(version);
      table.confirm(1);
      const previous = table.current();
      const disagreements = [{ service: "service-0001", kind: "newer", version: contents.length + ahead }] as const;

      const { to, version } = await table.rollBack(request(contents.length, { disagreements }));

      const validator = validatorUnderTest({ now: () => EXAMPLE_NOW });
      expect(await validator.validate(flagStreamRecord("100", table.current() ?? {}, previous))).toEqual([]);
      expect(validator.announced).toEqual([]);
      expect({ to, version }).toEqual({ to: 1, version: contents.length + ahead + 1 });
      expect(validator.published).toMatchObject([{ version, flag: { variants: flag().variants } }]);
    });
  });

  it("FLAG-06 FLAG-07 publishes a deletion that is written again", async () => {
    const table = rollbackUnderTest();
    for (const version of versionsOf(flag(), deletion())) await table.write(version);
    table.confirm(2);
    const previous = table.current();
    await table.rollBack(request(2));
    const validator = validatorUnderTest();
    await validator.validate(flagStreamRecord("100", table.current() ?? {}, previous));
    expect(validator.published).toMatchObject([{ version: 3, deleted: true }]);
  });

  it("FLAG-06 FLAG-07 publishes it in prod, where a version needs a principal, an approval and a promotion", async () => {
    const table = rollbackUnderTest({ environment: "prod" });
    const inProd = (changes = {}) =>
      flag({ environment: "prod", promotion: { from: "staging", version: 7 }, ...changes });
    for (const version of versionsOf(inProd(), inProd({ state: "DISABLED" }))) await table.write(version);
    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "rolled-back", to: 1 });
  });

  it("FLAG-06 refuses the same from anybody else", async () => {
    const table = rollbackUnderTest();
    const extended = flag({ variants: { off: false, on: true, half: true }, defaultVariant: "half" });
    for (const version of versionsOf(flag(), extended)) await table.write(version);
    const previous = table.current();
    await table.rollBack(request(2, { disagreements: [{ service: "service-0001", kind: "newer", version: 9 }] }));
    const validator = validatorUnderTest();
    await validator.validate(flagStreamRecord("100", { ...table.current(), user: "ada@example.com" }, previous));
    expect(validator.announced).toMatchObject([{ broken: ["CHANGE-02", "CHANGE-08"] }]);
  });
});
