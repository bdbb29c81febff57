import { describe, expect, it } from "@jest/globals";
import { Random } from "../../tools/simulation/random";
import { Scheduler, START } from "../../tools/simulation/scheduler";

describe("the scheduler", () => {
  it("lets events happen by time, and those of one moment in the order in which they were scheduled", async () => {
    const scheduler = new Scheduler();
    const happened: number[] = [];
    const random = new Random(1);
    const delays = Array.from({ length: 500 }, () => random.between(0, 20));
    for (const [index, delay] of delays.entries()) scheduler.after(delay, () => happened.push(index));
    expect(await scheduler.run(1_000)).toBe(true);
    const expected = delays.map((delay, index) => ({ delay, index })).sort((a, b) => a.delay - b.delay);
    expect(happened).toEqual(expected.map(({ index }) => index));
  });

  it("takes no real time for virtual time", async () => {
    const scheduler = new Scheduler();
    scheduler.after(86_400_000, () => {});
    await scheduler.run(10);
    expect(scheduler.now).toBe(START + 86_400_000);
  });

  it("waits until all code that an event woke has come to its end before the next event", async () => {
    const scheduler = new Scheduler();
    const happened: string[] = [];
    const longChain = async () => {
      for (let turn = 0; turn < 200; turn++)
        await Promise.all([Promise.resolve(turn), Promise.reject(turn).catch(() => turn)]);
      happened.push("chain");
    };
    scheduler.after(1, () => {
      void longChain();
      scheduler.wake();
    });
    scheduler.after(1, () => happened.push("next event"));
    await scheduler.run(10);
    expect(happened).toEqual(["chain", "next event"]);
  });

  it("says so when the events have no end", async () => {
    const scheduler = new Scheduler();
    const again = () => scheduler.after(1, again);
    again();
    expect(await scheduler.run(100)).toBe(false);
  });
});
