import { describe, expect, it } from "@jest/globals";
import type { Definition, State, TaskState } from "../../modules/constructs/asl";
import { Execution, type ExecutionEnding, type Service } from "../../tools/simulation/safety-net/execution";
import { START } from "../../tools/simulation/scheduler";
import { World } from "../../tools/simulation/world";

const SERVICE = "arn:aws:states:::lambda:invoke";

const DONE: State = { Type: "Succeed" };
const FAILED: State = { Type: "Fail", Error: "Broken", Cause: "The test says so." };

function task(changes: Partial<TaskState> = {}): State {
  return {
    Type: "Task",
    Resource: SERVICE,
    Parameters: { "who.$": "$.who" },
    ResultPath: "$.answer",
    TimeoutSeconds: 10,
    Retry: [],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
    Next: "Done",
    ...changes,
  } as State;
}

/** Runs a definition to its end, or for as long as anything happens. */
async function run(states: Readonly<Record<string, State>>, input: unknown, service: Service, killAfter?: number) {
  const definition: Definition = { StartAt: "First", States: { Done: DONE, Failed: FAILED, ...states } };
  const world = new World(1, false);
  const endings: ExecutionEnding[] = [];
  let endedAt = 0;
  world.after(0, () => {
    const execution = Execution.start(world, {
      name: "execution",
      definition,
      input,
      services: { [SERVICE]: service },
      onEnd: (ending) => {
        endings.push(ending);
        endedAt = (world.now - START) / 1_000;
      },
    });
    if (killAfter !== undefined) world.after(killAfter * 1_000, () => execution.kill());
  });
  await world.scheduler.run(1_000);
  return { endings, endedAt };
}

class Busy extends Error {
  override readonly name = "Busy";
}

describe("an execution", () => {
  it("hands a task its parameters and goes on with what it answers", async () => {
    const asked: unknown[] = [];
    const decide: State = {
      Type: "Choice",
      Choices: [{ Variable: "$.answer.outcome", StringEquals: "bad", Next: "Failed" }],
      Default: "Done",
    };
    const states = { First: task({ Next: "Decide" } as Partial<TaskState>), Decide: decide };
    const answering = (outcome: string) => async (parameters: unknown) => {
      asked.push(parameters);
      return { outcome };
    };
    expect((await run(states, { who: "ada" }, answering("good"))).endings).toEqual([{ kind: "succeeded" }]);
    expect((await run(states, { who: "ada" }, answering("bad"))).endings).toEqual([
      { kind: "failed", error: "Broken" },
    ]);
    expect(asked).toEqual([{ who: "ada" }, { who: "ada" }]);
  });

  it("tries again after longer and longer, and then turns to its Catch", async () => {
    let tries = 0;
    const Retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }];
    const { endings, endedAt } = await run({ First: task({ Retry }) }, { who: "ada" }, async () => {
      tries++;
      throw new Busy();
    });
    expect(endings).toEqual([{ kind: "failed", error: "Broken" }]);
    expect({ tries, endedAt }).toEqual({ tries: 4, endedAt: 1 + 2 + 4 });
  });

  it("waits for an answer no longer than the task may take", async () => {
    const { endings, endedAt } = await run({ First: task() }, { who: "ada" }, () => new Promise(() => {}));
    expect(endings).toEqual([{ kind: "failed", error: "Broken" }]);
    expect(endedAt).toBe(10);
  });

  it("fails at once where a path leads nowhere: no Catch of States.ALL is for that", async () => {
    const { endings } = await run({ First: task() }, {}, async () => ({}));
    expect(endings).toEqual([{ kind: "failed", error: "States.Runtime" }]);
  });

  it("does nothing any more once it was killed", async () => {
    const wait: State = { Type: "Wait", Seconds: 5, Next: "Ask" };
    let asked = 0;
    const { endings } = await run(
      { First: wait, Ask: task() },
      { who: "ada" },
      async () => {
        asked++;
        return {};
      },
      3,
    );
    expect(endings).toEqual([{ kind: "killed" }]);
    expect(asked).toBe(0);
  });

  it("runs so many iterations of a Map at once; one that fails stops all others", async () => {
    const order: unknown[] = [];
    const First: State = {
      Type: "Map",
      ItemsPath: "$.list",
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "Ask",
        States: { Ask: task({ Catch: [] }), Done: DONE },
      },
      ResultPath: null,
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
      Next: "Done",
    };
    const list = [1, 2, 3, 4].map((who) => ({ who }));
    const asking = (bad: number) => async (parameters: Readonly<Record<string, unknown>>) => {
      order.push(parameters.who);
      if (parameters.who === bad) throw new Busy();
      return {};
    };
    expect((await run({ First }, { list }, asking(0))).endings).toEqual([{ kind: "succeeded" }]);
    expect(order.splice(0)).toEqual([1, 2, 3, 4]);
    expect((await run({ First }, { list }, asking(1))).endings).toEqual([{ kind: "failed", error: "Broken" }]);
    expect(order).not.toContain(4);
  });
});
