import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { flagVersion } from "../../../../functions/flag-propagation/flag/flag-version";
import { readRequest } from "../../../../functions/flag-propagation/rollback/read-request";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { flagStreamRecord } from "../support/flag-stream-record";
import { ID, ROLLBACK_ARN, request, rollbackUnderTest, versionsOf } from "../support/rollback-under-test";
import { validatorUnderTest } from "../support/validator-under-test";

const halted = { disagreements: [], reason: "the alarm 'shop-errors' went off" };

async function tableWith(...contents: readonly Readonly<Record<string, unknown>>[]) {
  const table = rollbackUnderTest();
  for (const version of versionsOf(...contents)) await table.write(version);
  return table;
}

describe("a rollback in the middle of a release", () => {
  it("FLAG-07 says why, and goes back to the version before, though no service disagrees", async () => {
    const table = await tableWith(flag(), flag({ state: "DISABLED" }));
    table.share(2, 5);
    expect(await table.rollBack(request(2, halted))).toMatchObject({ outcome: "rolled-back", from: 2, to: 1 });
    expect(table.current()).toMatchObject({
      version: 3,
      state: "ENABLED",
      reason: "Rolled back from version 2 to the content of version 1: the alarm 'shop-errors' went off.",
    });
  });

  it("FLAG-07 deletes a flag of which nothing was there before, and the validator lets it through to all services", async () => {
    const table = await tableWith(flag());
    table.share(1, 5);
    const before = table.current();
    expect(await table.rollBack(request(1, halted))).toEqual({
      flag_id: ID,
      outcome: "rolled-back",
      from: 1,
      to: 1,
      version: 2,
    });
    const after = table.current();
    expect(after).toEqual({
      flag_id: ID,
      version: 2,
      environment: flag().environment,
      created_at: flag().created_at,
      written_at: EXAMPLE_NOW,
      reason: "Rolled back version 1, before which there was no flag: the alarm 'shop-errors' went off.",
      user: "flag-rollback",
      principal: ROLLBACK_ARN,
      correlation_id: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      rollback: { from: 1, to: 1 },
      deleted: true,
    });
    expect(flagVersion.safeParse(after).success).toBe(true);
    const { validate, shares, announced } = validatorUnderTest({ waves: [5] });
    await validate(flagStreamRecord("200", { ...after }, { ...before }));
    expect({ shares, announced }).toEqual({ shares: [100], announced: [] });
    expect(await table.rollBack(request(1, halted))).toMatchObject({ outcome: "rolled-back", version: 2 });
  });

  it("FLAG-07 brings the first version back where it had reached all services", async () => {
    const table = await tableWith(flag());
    table.share(1, 100);
    await table.rollBack(request(1));
    expect(table.current()).toMatchObject({ version: 2, state: "ENABLED", rollback: { from: 1, to: 1 } });
  });

  it("FLAG-07 takes on no word of how the good version was released", async () => {
    const table = await tableWith(flag({ release: "guarded" }), flag({ state: "DISABLED" }));
    table.confirm(1);
    await table.rollBack(request(2));
    expect(table.current()).not.toHaveProperty("release");
  });
});

describe("a request for it", () => {
  it("FLAG-07 carries the reason", () => {
    expect(readRequest({ ...request(2), ...halted })).toEqual({ ...request(2), ...halted });
  });

  it.each(["", 7, "x".repeat(351)])("is none with %j as its reason", (reason) => {
    expect(() => readRequest({ ...request(2), reason })).toThrow(
      "with reason as a text of 1 to 350 characters, or left out",
    );
  });
});
