import { describe, expect, it } from "@jest/globals";
import type { Verdict } from "../../functions/flag-propagation/flag/verdict";
import type { AlarmState } from "../../functions/flag-propagation/release/ports";
import { readRequest } from "../../functions/flag-propagation/release/read-request";
import { release } from "../../functions/flag-propagation/release/release";
import { readRequest as readRollback } from "../../functions/flag-propagation/rollback/read-request";
import { EXAMPLE_NOW } from "../../functions/flag-propagation/rules/example";
import { propagationCheck } from "../../modules/systems/flag-propagation/propagation-check";
import { Execution, type ExecutionEnding } from "../../tools/simulation/safety-net/execution";
import { World } from "../../tools/simulation/world";
import { ID, MINUTE, published, releaseUnderTest } from "../functions/flag-propagation/release/release-under-test";

const RESOURCES = {
  checker: "checker",
  rollback: "rollback",
  release: "release",
  announcements: "announcements",
  pages: "pages",
};
const OK = { state: "OK", since: 0 } as const;

interface Parts {
  /** What the checker finds, one an answer, then that all agree. */
  readonly outcomes?: readonly string[];
  readonly alarm?: readonly (AlarmState | undefined)[];
  readonly verdicts?: Parameters<typeof releaseUnderTest>[0]["verdicts"];
  readonly input?: object;
  /** Happens each time that the release function is invoked. @param verdicts what the table has of them */
  readonly releasing?: (verdicts: Verdict[]) => void;
}

/** An execution with the real release function, over a table, a topic and an alarm in memory. */
async function execution(parts: Parts = {}) {
  const { verdicts = [published(1, { share: 5 })], input = { flag_id: ID, version: 1, validated_at: 1 } } = parts;
  const world = new World(1, false);
  const under = releaseUnderTest({ verdicts, ...(parts.alarm && { alarm: parts.alarm }) });
  const start = world.now;
  const now = () => EXAMPLE_NOW + world.now - start;
  Object.assign(under.ports, { now });
  const outcomes = [...(parts.outcomes ?? [])];
  const [calls, endings]: [
    { readonly fn: unknown; readonly minutes: number; readonly payload: unknown }[],
    ExecutionEnding[],
  ] = [[], []];

  const check = () => {
    const verdict = under.verdicts.at(-1);
    const share = verdict?.share ?? 100;
    const outcome = outcomes.shift() ?? "consistent";
    const disagreements = outcome === "consistent" ? [] : [{ service: "service-0001", kind: "older", version: null }];
    return {
      flag_id: ID,
      version: verdict?.version,
      outcome,
      ...(share < 100 && outcome !== "superseded" && { share }),
      services: 8,
      disagreeing: disagreements.length,
      disagreements,
    };
  };
  const answer = async (fn: unknown, payload: unknown): Promise<unknown> => {
    const { operation } = payload as { readonly operation?: string };
    if (operation === "sweep") return { flags: 1, inconsistent: [], stalled: [{ flag_id: ID, version: 1, share: 5 }] };
    if (operation === "logs") return { errors: [], complete: true, duration_ms: 1 };
    if (fn === RESOURCES.checker) return check();
    if (fn === RESOURCES.rollback) return { ...readRollback(payload), outcome: "rolled-back" };
    parts.releasing?.(under.verdicts);
    return release(readRequest(payload), under.ports);
  };
  world.after(0, () => {
    Execution.start(world, {
      name: "release",
      definition: propagationCheck({ ...RESOURCES, releaseLookSeconds: 60, executionSeconds: 1_800 }),
      input,
      services: {
        "arn:aws:states:::lambda:invoke": async ({ FunctionName, Payload }) => {
          calls.push({ fn: FunctionName, minutes: (now() - EXAMPLE_NOW) / MINUTE, payload: Payload });
          return { Payload: JSON.parse(JSON.stringify(await answer(FunctionName, Payload))) };
        },
        "arn:aws:states:::sns:publish": async ({ TopicArn }) => {
          calls.push({ fn: TopicArn, minutes: (now() - EXAMPLE_NOW) / MINUTE, payload: undefined });
          return {};
        },
      },
      onEnd: (ending) => endings.push(ending),
    });
  });
  await world.scheduler.run(100_000);
  const called = (fn: string) => calls.filter((call) => call.fn === fn);
  return { ...under, calls, called, ending: endings[0], shares: under.topic.map(({ share }) => share) };
}

describe("an execution about a version in the middle of its release", () => {
  it("FLAG-04 FLAG-06 takes it from share to share, each checked and baked, to all services", async () => {
    const { ending, shares, called, verdicts } = await execution();
    expect(ending).toEqual({ kind: "succeeded" });
    expect(shares).toEqual([25, 100]);
    expect(verdicts[0]?.share).toBe(100);
    expect(called(RESOURCES.checker)).toHaveLength(3);
    expect(called(RESOURCES.rollback)).toEqual([]);
    const minutes = called(RESOURCES.release).map((call) => call.minutes);
    expect(minutes.at(-1)).toBeGreaterThanOrEqual(20);
    expect(minutes.at(-1)).toBeLessThan(25);
  });

  it("FLAG-06 ends with one check where the version is in all services", async () => {
    const { ending, calls } = await execution({ verdicts: [published(1)] });
    expect(ending).toEqual({ kind: "succeeded" });
    expect(calls.map(({ fn }) => fn)).toEqual([RESOURCES.checker]);
  });

  it("FLAG-07 rolls it back within two minutes of the alarm, says why, and announces it", async () => {
    const { shares, called, ending } = await execution({ alarm: [OK, OK, { state: "ALARM", since: EXAMPLE_NOW }] });
    expect(ending).toEqual({ kind: "succeeded" });
    expect(shares).toEqual([]);
    expect(called(RESOURCES.rollback).map(({ payload }) => payload)).toEqual([
      { flag_id: ID, version: 1, disagreements: [], reason: "the alarm 'shop-errors' went off" },
    ]);
    expect(called(RESOURCES.rollback)[0]?.minutes).toBeLessThan(4);
    expect(called(RESOURCES.announcements)).toHaveLength(1);
  });

  it("FLAG-07 rolls it back where the services of a wave disagree, and publishes it no further", async () => {
    const { shares, called } = await execution({ outcomes: ["consistent", "inconsistent", "inconsistent"] });
    expect(shares).toEqual([25]);
    expect(called(RESOURCES.rollback)[0]?.payload).toMatchObject({ version: 1, disagreeing: 1 });
  });

  it("FLAG-06 gives the services of a wave that only lag their time, and then goes on", async () => {
    const { shares, called } = await execution({ outcomes: ["lagging", "consistent", "lagging", "lagging"] });
    expect(shares).toEqual([25, 100]);
    expect(called(RESOURCES.rollback)).toEqual([]);
  });

  it.each([[["superseded"]], [["consistent", "superseded"]]])(
    "FLAG-07 ends where a newer version has taken its place: %j",
    async (outcomes) => {
      const { ending, shares, called } = await execution({ outcomes });
      expect(ending).toEqual({ kind: "succeeded" });
      expect(shares).toEqual(outcomes.length === 1 ? [] : [25]);
      expect(called(RESOURCES.rollback)).toEqual([]);
    },
  );

  it("FLAG-07 ends where a newer version comes while a wave bakes", async () => {
    const { ending, shares, called } = await execution({
      releasing: (verdicts) => {
        if (verdicts.length === 1) verdicts.push(published(2, { share: 5 }));
      },
    });
    expect({ ending, shares }).toEqual({ ending: { kind: "succeeded" }, shares: [] });
    expect(called(RESOURCES.release)).toHaveLength(1);
    expect(called(RESOURCES.rollback)).toEqual([]);
  });

  it("FLAG-06 tries the release function again, and fails where it never answers, so that somebody is woken", async () => {
    let failures = 2;
    const twice = () => {
      if (failures-- > 0) throw new Error("throttled");
    };
    expect(await execution({ releasing: twice })).toMatchObject({ ending: { kind: "succeeded" }, shares: [25, 100] });
    const never = () => {
      throw new Error("throttled");
    };
    const { ending, shares, called } = await execution({ releasing: never });
    expect(ending).toEqual({ kind: "failed", error: "CheckFailed" });
    expect(shares).toEqual([]);
    expect(called(RESOURCES.rollback)).toEqual([]);
  });
});

describe("a sweep that finds a release whose execution is gone", () => {
  const sweep = { operation: "sweep" };
  const long = published(1, { share: 5, published_at: EXAMPLE_NOW - 60 * MINUTE });

  it("FLAG-06 takes it to its next share, and no further", async () => {
    const { ending, shares } = await execution({ input: sweep, verdicts: [long] });
    expect({ ending, shares }).toEqual({ ending: { kind: "succeeded" }, shares: [25] });
  });

  it("FLAG-07 rolls it back where the alarm is not OK", async () => {
    const { ending, shares, called } = await execution({
      input: sweep,
      verdicts: [long],
      alarm: [{ state: "ALARM", since: EXAMPLE_NOW }],
    });
    expect({ ending, shares }).toEqual({ ending: { kind: "succeeded" }, shares: [] });
    expect(called(RESOURCES.rollback)[0]?.payload).toMatchObject({ reason: "the alarm 'shop-errors' went off" });
    expect(called(RESOURCES.announcements)).toHaveLength(1);
  });

  it("FLAG-06 tells somebody where that fails, and ends well for the others", async () => {
    const never = () => {
      throw new Error("throttled");
    };
    const { ending, called } = await execution({ input: sweep, verdicts: [long], releasing: never });
    expect(ending).toEqual({ kind: "succeeded" });
    expect(called(RESOURCES.pages)).toHaveLength(1);
  });
});
