import { beforeAll, describe, expect, it } from "@jest/globals";
import { type Outcome, simulate } from "../../tools/simulation/history";

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);

/** What histories are there for: each of these must come up, or the invariants are tried on too little. */
const EVENTS: readonly (readonly [what: string, line: RegExp])[] = [
  ["a calm history", /weather: calm/],
  ["a crash before a call", /crashed before/],
  ["a crash after a call", /crashed after/],
  ["a call that has its effect after its invocation ended", /\(after its end\)/],
  ["a call that is refused", /will be refused/],
  ["a lost answer", /the answer will be lost/],
  ["an invocation that runs out of time", /ran out of time/],
  ["an entry of a batch that the topic refuses", /topic refuses/],
  ["a stream that goes back to an earlier checkpoint", /goes back to place/],
  ["a deletion of a message that gets lost", /is not deleted/],
  ["a message that is delivered too often", /goes to the dead-letter queue/],
  ["dead letters that are sent back", /dead letters are sent back/],
  ["a restart of Redis", /Redis restarts/],
  ["a write that Redis does not take", /Redis does not answer/],
  ["a batch of several changes", /validator\[.*\]\([^)]+, /],
  [
    "an older version that arrives after a newer one",
    /v2 to the cache of service-0001\n(.*\n)*.*v1 to the cache of service-0001/,
  ],
  ["two writers at once, of whom one is refused", /is answered 412/],
  ["a repeated creation", /is answered 409/],
  ["a flag that is deleted", /api\(deleteFlag .* is answered 204/],
  ["a deleted flag that comes back", /api\(createFlag .*, seen v[1-9].* is answered 201/],
  ["a dry run", /dry run.* is answered 200/],
  ["a write that breaks a rule in the table", /somebody puts/],
  ["a verdict on it", /keep verdict invalid/],
  ["rubbish in a queue", /somebody sends rubbish/],
  ["a dead letter about it", /keep a dead letter/],
];

describe("a history", () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    const recorded: Outcome[] = [];
    for (const seed of SEEDS) recorded.push(await simulate(seed, { recorded: true }));
    outcomes = recorded;
  });

  it("is the same for the same seed, byte for byte", async () => {
    for (const { seed, lines } of outcomes.slice(0, 50)) {
      const again = await simulate(seed, { recorded: true });
      expect(again.lines.join("\n")).toBe(lines.join("\n"));
    }
  });

  it("is the same whether it is recorded or not", async () => {
    for (const outcome of outcomes.slice(0, 50)) {
      const { lines, ...rest } = outcome;
      expect(await simulate(outcome.seed)).toEqual({ ...rest, lines: [] });
    }
  });

  it("is another one for another seed", () => {
    expect(new Set(outcomes.map(({ lines }) => lines.join("\n"))).size).toBe(outcomes.length);
  });

  it.each(EVENTS)("has, for some seed, %s", (_, line) => {
    expect(outcomes.filter(({ lines }) => line.test(lines.join("\n"))).length).toBeGreaterThan(0);
  });
});
