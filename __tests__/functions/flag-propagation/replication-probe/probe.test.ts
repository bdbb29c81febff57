import { describe, expect, it } from "@jest/globals";
import { probe } from "../../../../functions/flag-propagation/replication-probe/probe";

interface Regions {
  /** @default done at once */
  readonly write?: () => Promise<number>;
  /** What the replica's newest beat is, so many milliseconds after the write. */
  readonly newest: (elapsed: number) => number;
}

/** A probe under a clock that only its own waiting moves. */
async function probing({ write = async () => 8, newest }: Regions) {
  let now = 1_000_000;
  const lags: number[] = [];
  const counted: string[] = [];
  const logged: string[] = [];
  await probe({
    home: { beat: write },
    replica: { newestBeat: async () => newest(now - 1_000_000) },
    lag: (ms) => lags.push(ms),
    count: (metric) => counted.push(metric),
    log: (level, message) => logged.push(`${level}: ${message}`),
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
  });
  return { lags, counted, logged, elapsed: now - 1_000_000 };
}

const failing = () => {
  throw new Error("connect ECONNREFUSED");
};

describe("the replication probe", () => {
  it.each([
    ["at once", 0, 0],
    ["after some time", 450, 500],
    ["at the last moment", 29_900, 29_900],
  ])("FLAG-01 tells the lag of a heartbeat that is there %s", async (_, at, lag) => {
    const { lags, counted } = await probing({ newest: (elapsed) => (elapsed >= at ? 8 : 7) });
    expect([lags, counted]).toEqual([[lag], []]);
  });

  it("FLAG-01 takes a newer heartbeat for this one's arrival", async () => {
    expect((await probing({ newest: () => 9 })).lags).toEqual([0]);
  });

  it("FLAG-01 gives up after 30 seconds, and counts the heartbeat as missing without a lag", async () => {
    const { lags, counted, logged, elapsed } = await probing({ newest: () => 7 });
    expect({ lags, counted, elapsed }).toEqual({ lags: [], counted: ["ReplicationMissing"], elapsed: 30_000 });
    expect(logged).toEqual(["error: heartbeat not replicated"]);
  });

  it("FLAG-01 goes on looking where a look fails", async () => {
    const { lags } = await probing({ newest: (elapsed) => (elapsed < 1_000 ? failing() : 8) });
    expect(lags).toEqual([1_000]);
  });

  it("FLAG-01 counts a heartbeat that cannot be written as missing, and fails nobody", async () => {
    const { counted, logged } = await probing({ write: async () => failing(), newest: () => 8 });
    expect([counted, logged]).toEqual([["ReplicationMissing"], ["error: heartbeat not written"]]);
  });
});
