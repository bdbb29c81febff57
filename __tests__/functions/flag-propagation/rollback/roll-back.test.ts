import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import {
  deletion,
  disagreement,
  ID,
  ROLLBACK_ARN,
  request,
  rollbackUnderTest,
  versionsOf,
} from "../support/rollback-under-test";

const share = (on: number) =>
  flag({
    targeting: {
      fractional: [
        ["on", on],
        ["off", 100 - on],
      ],
    },
  });
const TENTH = share(10);
const FIFTH = share(20);
const HALF = share(50);

async function tableWith(...contents: readonly Readonly<Record<string, unknown>>[]) {
  const table = rollbackUnderTest();
  for (const version of versionsOf(...contents)) await table.write(version);
  return table;
}

describe("a rollback", () => {
  it("FLAG-07 writes the content of the newest version that all services agreed on, as a new version", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    table.confirm(1);
    table.confirm(2);

    const result = await table.rollBack(request(3, { disagreeing: 2, services: 156 }));

    expect(result).toEqual({ flag_id: ID, outcome: "rolled-back", from: 3, to: 2, version: 4 });
    expect(table.current()).toEqual({
      ...FIFTH,
      version: 4,
      written_at: EXAMPLE_NOW,
      reason: "Rolled back from version 3 to the content of version 2: 2 of 156 services disagreed.",
      user: "flag-rollback",
      principal: ROLLBACK_ARN,
      correlation_id: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      rollback: { from: 3, to: 2 },
    });
    expect((await table.versions()).at(-1)).toEqual(table.current());
    expect(table.counted).toEqual(["Rollbacks"]);
  });

  it("FLAG-07 writes a version again that all services had agreed on, and whose caches were damaged later", async () => {
    const table = await tableWith(TENTH, FIFTH);
    table.confirm(1);
    table.confirm(2);
    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "rolled-back", to: 2, version: 3 });
    expect(table.current()?.targeting).toEqual(FIFTH.targeting);
  });

  it("FLAG-07 goes to the version that was published before, where none was ever agreed on", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    expect(await table.rollBack(request(3))).toMatchObject({ to: 2, version: 4 });
  });

  it("FLAG-07 takes the place of a newer version that was refused: no cache would ever agree else", async () => {
    const table = await tableWith(TENTH, FIFTH);
    table.confirm(2);
    for (const refused of versionsOf(TENTH, FIFTH, HALF).slice(2)) await table.refuse(refused);
    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "rolled-back", from: 2, to: 2, version: 4 });
    expect(table.current()?.targeting).toEqual(FIFTH.targeting);
  });

  it("FLAG-07 is made once more where the version that it wrote was refused", async () => {
    const table = await tableWith(TENTH, FIFTH);
    await table.rollBack(request(2));
    const written = await table.rollBack(request(2));
    expect(written).toMatchObject({ version: 3 });
    table.publish(3);
    const [verdict] = table.kept.verdicts.splice(-1);
    if (verdict !== undefined) table.kept.verdicts.push({ ...verdict, valid: false, broken: ["DEP-05"] });
    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "rolled-back", from: 2, version: 4 });
  });

  it("FLAG-07 leaves a newer version alone that was published, and refused when it was written once more", async () => {
    const table = await tableWith(TENTH, FIFTH);
    const [verdict] = table.kept.verdicts.slice(-1);
    if (verdict !== undefined) table.kept.verdicts.push({ ...verdict, valid: false, broken: ["DEP-05"] });
    expect(await table.rollBack(request(1))).toMatchObject({ outcome: "superseded" });
  });

  it("FLAG-07 leaves a newer version alone that nothing was decided about yet", async () => {
    const table = await tableWith(TENTH);
    for (const [, newer] of [versionsOf(TENTH, FIFTH)]) await table.kept.append(newer as never, 1);
    expect(await table.rollBack(request(1))).toMatchObject({ outcome: "superseded" });
  });

  it("FLAG-07 passes over a version that was refused and so is in no cache", async () => {
    const table = await tableWith(TENTH);
    await table.kept.append({ ...versionsOf(TENTH, FIFTH)[1] } as never, 1);
    const [, , third] = versionsOf(TENTH, FIFTH, HALF);
    if (third !== undefined) await table.write(third);
    expect(await table.rollBack(request(3))).toMatchObject({ to: 1, version: 4 });
  });

  it("FLAG-07 writes a first version again: there is no other", async () => {
    const table = await tableWith(TENTH);
    expect(await table.rollBack(request(1))).toMatchObject({ outcome: "rolled-back", from: 1, to: 1, version: 2 });
    expect(table.current()?.reason).toBe(
      "Rolled back from version 1 to the content of version 1: 1 service disagreed.",
    );
  });

  it("FLAG-07 leaves a deleted flag deleted, where that is what all services agreed on", async () => {
    const table = await tableWith(TENTH, deletion());
    table.confirm(2);
    expect(await table.rollBack(request(2))).toMatchObject({ to: 2, version: 3 });
    expect(table.current()).toMatchObject({ deleted: true, version: 3, user: "flag-rollback" });
    expect(table.current()).not.toHaveProperty("state");
  });

  it("FLAG-07 goes above every version that a service has, so that each takes it", async () => {
    const table = await tableWith(TENTH, FIFTH);
    const disagreements = [disagreement(41, "newer"), disagreement(7, "newer"), disagreement(null)];
    expect(await table.rollBack(request(2, { disagreements }))).toMatchObject({ version: 42, to: 1 });
  });

  it("FLAG-07 goes above the history too, where somebody put the current record back", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    const [first] = await table.versions();
    if (first !== undefined) table.kept.records.set(ID, first);
    expect(await table.rollBack(request(1))).toMatchObject({ version: 4, to: 1 });
  });

  it("FLAG-07 does not outbid a version that no flag has: it would leave none for those to come", async () => {
    const table = await tableWith(TENTH, FIFTH);
    const disagreements = [disagreement(Number.MAX_SAFE_INTEGER, "newer"), disagreement(Number.NaN), disagreement(9)];
    expect(await table.rollBack(request(2, { disagreements }))).toMatchObject({ version: 10 });
  });

  it("FLAG-07 never is before the version that it follows, whatever the clock says", async () => {
    const table = rollbackUnderTest({ now: () => EXAMPLE_NOW - 10 * 60_000 });
    for (const version of versionsOf(TENTH, FIFTH)) await table.write(version);
    await table.rollBack(request(2));
    expect(table.current()?.written_at).toBe(EXAMPLE_NOW - 60_000 + 1);
  });

  it("FLAG-07 takes the next good content where that of the last breaks a rule by now", async () => {
    const needsMenu = { ...FIFTH, dependencies: [{ flag_id: "new-menu", variant: "on" }] };
    const table = await tableWith(TENTH, needsMenu, HALF);
    table.confirm(1);
    table.confirm(2);
    expect(await table.rollBack(request(3))).toMatchObject({ to: 1, version: 4 });
    expect(table.lines[0]).toMatchObject({ level: "warn", details: { version: 2, broken: ["DEP-04"] } });
  });

  it("FLAG-07 takes content with dependencies where these are there", async () => {
    const table = await tableWith(TENTH, { ...FIFTH, dependencies: [{ flag_id: "new-menu", variant: "on" }] }, HALF);
    await table.write(flag({ flag_id: "new-menu", dependencies: [] }));
    table.confirm(2);
    expect(await table.rollBack(request(3))).toMatchObject({ to: 2 });
  });

  it("FLAG-07 fails with what is wrong where no content keeps the rules", async () => {
    const table = await tableWith({ ...TENTH, state: "PAUSED" });
    await expect(table.rollBack(request(1))).rejects.toThrow(
      `Version 1 of the flag '${ID}' cannot be rolled back: version 1 breaks TYPE-07. Write a version`,
    );
    expect(await table.versions()).toHaveLength(1);
  });

  it("FLAG-07 restores a flag whose current record somebody removed", async () => {
    const table = await tableWith(TENTH, FIFTH);
    table.kept.records.delete(ID);
    table.confirm(2);
    expect(await table.rollBack(request(2))).toMatchObject({ to: 2, version: 3 });
  });

  it("FLAG-07 fails where the flag never was", async () => {
    await expect(rollbackUnderTest().rollBack(request(3))).rejects.toThrow("version 3 is not in the history");
  });
});

describe("a rollback never undoes a newer change", () => {
  it("FLAG-07 made before it was asked for", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    expect(await table.rollBack(request(2))).toEqual({ flag_id: ID, outcome: "superseded", from: 2 });
    expect(await table.versions()).toHaveLength(3);
    expect(table.counted).toEqual(["RollbacksSuperseded"]);
  });

  it("FLAG-07 made while it decides", async () => {
    let meanwhile: (() => Promise<unknown>) | undefined;
    const table = rollbackUnderTest({
      store: (store) => ({
        ...store,
        append: async (...given) => {
          await meanwhile?.();
          meanwhile = undefined;
          return store.append(...given);
        },
      }),
    });
    const [first, second, third] = versionsOf(TENTH, FIFTH, HALF);
    for (const version of [first, second]) if (version !== undefined) await table.write(version);
    meanwhile = () => table.write(third ?? {});

    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "superseded" });
    expect(table.current()).toMatchObject({ version: 3, user: "ada@example.com" });
    expect(table.counted).toEqual(["RollbacksSuperseded"]);
  });

  it("FLAG-07 and gives up where the table refuses though nothing newer is there", async () => {
    const table = rollbackUnderTest({ store: (store) => ({ ...store, append: async () => false }) });
    for (const version of versionsOf(TENTH, FIFTH)) await table.write(version);
    await expect(table.rollBack(request(2))).rejects.toThrow("the table refused the new version 3 times");
  });
});

describe("a repeated rollback", () => {
  it("FLAG-07 answers as the first did, and writes nothing", async () => {
    const table = await tableWith(TENTH, FIFTH);
    const first = await table.rollBack(request(2));
    expect(await table.rollBack(request(2))).toEqual(first);
    expect(await table.rollBack(request(2))).toEqual(first);
    expect(await table.versions()).toHaveLength(3);
    expect(table.counted).toEqual(["Rollbacks"]);
  });

  it("FLAG-07 at the same time writes once, and both are answered alike", async () => {
    const table = await tableWith(TENTH, FIFTH);
    const [one, other] = await Promise.all([table.rollBack(request(2)), table.rollBack(request(2))]);
    expect(one).toEqual(other);
    expect(await table.versions()).toHaveLength(3);
  });

  it("FLAG-07 takes a version for a rollback only where the rollback wrote it", async () => {
    const table = await tableWith(TENTH, FIFTH);
    await table.kept.append({ ...versionsOf(TENTH, FIFTH, HALF)[2], rollback: { from: 2, to: 1 } } as never, 2);
    expect(await table.rollBack(request(2))).toMatchObject({ outcome: "superseded" });
  });
});

describe("rollbacks in a row", () => {
  it("FLAG-07 are two at most: then somebody has to look", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    const outcomes = [];
    for (let check = 0; check < 5; check++) {
      outcomes.push((await table.rollBack(request(table.current()?.version ?? 0))).outcome);
    }
    expect(outcomes).toEqual(["rolled-back", "rolled-back", "stopped", "stopped", "stopped"]);
    expect(await table.versions()).toHaveLength(5);
    expect(table.counted).toEqual([
      "Rollbacks",
      "Rollbacks",
      "RollbacksStopped",
      "RollbacksStopped",
      "RollbacksStopped",
    ]);
    expect(table.lines.at(-1)).toMatchObject({ level: "error", details: { flag_id: ID, from: 5 } });
  });

  it("FLAG-07 do not go back to the version that the first of them undid", async () => {
    const table = await tableWith(TENTH, FIFTH, HALF);
    await table.rollBack(request(3));
    table.publish(4);
    expect(await table.rollBack(request(4))).toMatchObject({ outcome: "rolled-back", to: 2, version: 5 });
  });

  it("FLAG-07 begin anew after a change that somebody made", async () => {
    const table = await tableWith(TENTH, FIFTH);
    await table.rollBack(request(2));
    await table.rollBack(request(3));
    await table.write({ ...HALF, version: 5, written_at: EXAMPLE_NOW + 10 });
    expect(await table.rollBack(request(5))).toMatchObject({ outcome: "rolled-back" });
  });
});
