import { describe, expect, it } from "@jest/globals";
import { propagationCheck } from "../../modules/systems/flag-propagation/propagation-check";
import { Execution, type ExecutionEnding } from "../../tools/simulation/safety-net/execution";
import { World } from "../../tools/simulation/world";

const RESOURCES = {
  checker: "checker",
  rollback: "rollback",
  release: "release",
  announcements: "announcements",
  pages: "pages",
  releaseLookSeconds: 60,
  executionSeconds: 1_800,
};

/** More than are rolled back at once. */
const FLAGS = Array.from({ length: 12 }, (_, index) => `flag-${index + 1}`);

/** Runs a sweep that finds services in disagreement about all flags. */
async function sweep(rollBack: (flagId: string) => { readonly outcome: string }) {
  const world = new World(1, false);
  const rolledBack: unknown[] = [];
  const told: (readonly [topic: unknown, flagId: unknown])[] = [];
  const endings: ExecutionEnding[] = [];
  const inconsistent = FLAGS.map((flag_id) => ({
    flag_id,
    version: 1,
    outcome: "inconsistent",
    services: 156,
    disagreeing: 1,
    disagreements: [{ service: "service-0001", kind: "missing", version: null }],
  }));
  world.after(0, () =>
    Execution.start(world, {
      name: "sweep",
      definition: propagationCheck(RESOURCES),
      input: { operation: "sweep" },
      services: {
        "arn:aws:states:::lambda:invoke": async ({ FunctionName, Payload }) => {
          if (FunctionName === RESOURCES.checker)
            return { Payload: { flags: FLAGS.length, inconsistent, stalled: [] } };
          const { flag_id } = Payload as { readonly flag_id: string };
          rolledBack.push(flag_id);
          return { Payload: { flag_id, ...rollBack(flag_id) } };
        },
        "arn:aws:states:::sns:publish": async ({ TopicArn, Message }) => {
          told.push([TopicArn, (JSON.parse(String(Message)) as { readonly flag_id?: unknown }).flag_id]);
          return {};
        },
      },
      onEnd: (ending) => endings.push(ending),
    }),
  );
  await world.scheduler.run(10_000);
  return { endings, rolledBack: new Set(rolledBack), told };
}

describe("an execution that sweeps", () => {
  it("FLAG-07 rolls back each flag that services disagree about, and announces it", async () => {
    const { endings, rolledBack, told } = await sweep(() => ({ outcome: "rolled-back" }));
    expect(endings).toEqual([{ kind: "succeeded" }]);
    expect(rolledBack).toEqual(new Set(FLAGS));
    expect(new Set(told.map(([topic, flagId]) => `${topic} ${flagId}`))).toEqual(
      new Set(FLAGS.map((flagId) => `announcements ${flagId}`)),
    );
  });

  it.each([
    ["is stopped", () => ({ outcome: "stopped" })],
    [
      "fails",
      () => {
        throw new Error("There is nothing to go back to.");
      },
    ],
  ])("FLAG-07 goes on with all other flags where a rollback %s, and pages about that one", async (_, first) => {
    const { rolledBack, told } = await sweep((flagId) => (flagId === FLAGS[0] ? first() : { outcome: "rolled-back" }));
    expect(rolledBack).toEqual(new Set(FLAGS));
    expect(told.filter(([topic]) => topic === RESOURCES.pages)).toEqual([[RESOURCES.pages, FLAGS[0]]]);
  });
});
