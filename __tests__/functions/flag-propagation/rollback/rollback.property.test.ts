import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { brokenRules } from "../../../../functions/flag-propagation/rollback/broken-rules";
import type { RollbackRequest } from "../../../../functions/flag-propagation/rollback/contract";
import type { RollbackStore } from "../../../../functions/flag-propagation/rollback/ports";
import { rollbackOf } from "../../../../functions/flag-propagation/rollback/rolled-back-version";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { deletion, disagreement, ID, request, rollbackUnderTest } from "../support/rollback-under-test";

/** What people write, of which some may not follow on some other. */
const CONTENTS = [
  flag(),
  flag({ state: "DISABLED" }),
  flag({ variants: { off: false, on: true, half: false }, defaultVariant: "half" }),
  flag({ variants: { off: "no", on: "yes" } }),
  flag({ targeting: { fractional: [{ var: "shop" }, ["on", 10], ["off", 90]] } }),
  deletion(),
];

const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), content: fc.nat(CONTENTS.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("confirm" as const), back: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("roll back" as const),
      /** How many versions below the current one. */
      back: fc.nat(2),
      /** What a service has, above or below the current version. */
      ahead: fc.integer({ min: -3, max: 5 }),
      repeats: fc.nat(2),
      /** Before which step of the rollback somebody else writes something, and what. */
      step: fc.constantFrom("published" as const, "version" as const, "append" as const),
      meanwhile: fc.option(fc.nat(CONTENTS.length - 1), { nil: undefined }),
    }),
  },
);

type Step = "published" | "version" | "append";

/** A table that people and rollbacks write to, each version of which has to keep the rules. */
function history() {
  let clock = EXAMPLE_NOW;
  let meanwhile: { readonly step: Step; readonly write: () => Promise<unknown> } | undefined;
  const now = () => (clock += 1_000);
  const others = async (step: Step) => {
    if (meanwhile?.step !== step) return;
    const { write } = meanwhile;
    meanwhile = undefined;
    await write();
  };
  const wrap = (store: RollbackStore): RollbackStore => ({
    ...store,
    published: async (...given) => {
      await others("published");
      return store.published(...given);
    },
    version: async (...given) => {
      await others("version");
      return store.version(...given);
    },
    append: async (...given) => {
      await others("append");
      return store.append(...given);
    },
  });
  const table = rollbackUnderTest({ store: wrap, now });
  const currentVersion = () => table.current()?.version ?? 0;

  /** As the API does: only what keeps the rules. */
  async function writePast(content: number): Promise<boolean> {
    const previous = table.current();
    const next = {
      ...(CONTENTS[content] ?? flag()),
      flag_id: ID,
      version: currentVersion() + 1,
      written_at: Math.max(now(), Number(previous?.written_at ?? 0) + 1),
      reason: `Widen the trial to the next shops, step ${currentVersion() + 1}.`,
    };
    if ((await brokenRules(next, previous, table.ports)).length > 0) return false;
    await table.write(next);
    return true;
  }

  return {
    ...table,
    currentVersion,
    writePast,
    /** @param other what somebody writes before that step of the rollback */
    async rollBackWhile(asked: RollbackRequest, other?: number, step: Step = "append") {
      let wrote = false;
      if (other !== undefined) {
        const write = async () => {
          wrote = await writePast(other);
        };
        meanwhile = { step, write };
      }
      const result = await table.rollBack(asked);
      meanwhile = undefined;
      if (result.version !== undefined && !table.kept.verdicts.some(({ version }) => version === result.version)) {
        table.publish(result.version);
      }
      return { result, wrote };
    },
  };
}

const somebodyWroteIt = (version: Readonly<Record<string, unknown>> | undefined) => version?.user === flag().user;

describe("rollbacks in any history of writes, confirmations and rollbacks", () => {
  it("FLAG-07 never undo a newer change, answer repeats alike, and only ever go up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
        const table = history();
        await table.writePast(0);
        for (const step of operations) {
          if (step.kind === "write") await table.writePast(step.content);
          else if (step.kind === "confirm") table.confirm(table.currentVersion() - step.back);
          else {
            const before = table.current();
            const asked = Math.max(1, table.currentVersion() - step.back);
            const disagreements = [disagreement(Math.max(1, table.currentVersion() + step.ahead), "newer")];
            const { result, wrote } = await table.rollBackWhile(
              request(asked, { disagreements }),
              step.meanwhile,
              step.step,
            );
            const after = table.current();

            if (asked < (before?.version ?? 0) && !wrote) expect(after).toEqual(before);
            if (wrote) expect(somebodyWroteIt(after)).toBe(true);
            if (result.outcome === "rolled-back") {
              expect(after).toMatchObject({ version: result.version, rollback: { from: asked, to: result.to } });
              expect(result.version).toBeGreaterThan(asked);
              expect(result.to).toBeLessThanOrEqual(asked);
            }
            const count = (await table.versions()).length;
            for (let repeat = 0; repeat < step.repeats; repeat++) {
              expect(await table.rollBack(request(asked, { disagreements }))).toEqual(result);
            }
            expect(await table.versions()).toHaveLength(count);
          }
        }
        await everyVersionFollows(table);
      }),
      { numRuns: 300 },
    );
  });

  it("FLAG-07 come to an end by themselves, however often services go on disagreeing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 15 }), async (operations) => {
        const table = history();
        await table.writePast(0);
        for (const step of operations) {
          if (step.kind === "write") await table.writePast(step.content);
          else if (step.kind === "confirm") table.confirm(table.currentVersion() - step.back);
          else
            await table.rollBackWhile(
              request(Math.max(1, table.currentVersion() - step.back)),
              step.meanwhile,
              step.step,
            );
        }
        const count = (await table.versions()).length;
        for (let check = 0; check < 6; check++) {
          await table.rollBackWhile(request(table.currentVersion()));
        }
        const versions = await table.versions();
        expect(versions.length).toBeLessThanOrEqual(count + 2);
        expect((await table.rollBack(request(table.currentVersion()))).outcome).toBe("stopped");
        const inARow = versions.map((_, index) =>
          versions.slice(index, index + 3).filter((version) => rollbackOf(version) !== undefined),
        );
        expect(Math.max(...inARow.map(({ length }) => length))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 },
    );
  });
});

/** Versions rise, times too, and the validator lets each through after the one before it. */
async function everyVersionFollows(table: ReturnType<typeof history>): Promise<void> {
  const versions = await table.versions();
  for (const [index, version] of versions.entries()) {
    const previous = versions[index - 1];
    expect(version.version).toBeGreaterThan(previous?.version ?? 0);
    expect(version.written_at).toBeGreaterThan(Number(previous?.written_at ?? 0));
    expect(await brokenRules(version, previous, table.ports)).toEqual([]);
  }
}
