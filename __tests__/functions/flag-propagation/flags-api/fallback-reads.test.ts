import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { DynamoDBFlagReads } from "../../../../functions/flag-propagation/flags-api/dynamodb-reads";
import { FallbackReads } from "../../../../functions/flag-propagation/flags-api/fallback-reads";
import { expectProblem } from "../../support/problems";
import { type Behaviour, fakeDynamoDB } from "../support/fake-dynamodb";
import { flagsApiUnderTest } from "../support/flags-api";

const ID = "new-menu";
const HOME = { items: [{ flag_id: ID, record: "current", version: 7 }] };
const REPLICA = { items: [{ flag_id: ID, record: "current", version: 6 }] };
const FAULT = { status: 500, error: "InternalServerError" };
const GONE = { status: 503, error: "ServiceUnavailable" };

/** The API over a home Region and a replica; time stands still until the test lets it pass. */
function regions(homeBehaviour: Behaviour, replicaBehaviour: Behaviour = REPLICA) {
  const home = fakeDynamoDB("us-east-1", homeBehaviour);
  const replica = fakeDynamoDB("us-west-2", replicaBehaviour);
  const clock = { now: 1_000_000 };
  const budgets: { readonly ms: number; readonly over: () => void }[] = [];
  const counted: string[] = [];
  const warned: string[] = [];
  const reads = new FallbackReads({
    home: {
      region: "us-east-1",
      budgetMs: 800,
      table: (signal) => new DynamoDBFlagReads(home.client, "flags", { consistent: true, signal }),
    },
    replica: {
      region: "us-west-2",
      budgetMs: 1_500,
      table: (signal) => new DynamoDBFlagReads(replica.client, "replica", { consistent: false, signal }),
    },
    restMs: 5_000,
    now: () => clock.now,
    deadline: (ms) => {
      const controller = new AbortController();
      budgets.push({ ms, over: () => controller.abort() });
      return controller.signal;
    },
    count: (metric) => counted.push(metric),
    warn: (message, { region }) => warned.push(`${message}: ${region}`),
  });
  const { send } = flagsApiUnderTest({ reads });
  const get = () => send("GET", `/flags/${ID}`);
  /** Lets the time of the last read pass, once it is under way. */
  const timePasses = async (at: { readonly requests: number }) => {
    for (let turns = 0; at.requests === 0; turns++) {
      if (turns > 10_000) throw new Error("The Region was never asked.");
      await new Promise((resolve) => setImmediate(resolve));
    }
    budgets.at(-1)?.over();
  };
  return { home: home.state, replica: replica.state, clock, budgets, counted, warned, send, get, timePasses };
}

describe("a read while the home Region answers", () => {
  it("FLAG-01 is the home Region's, and says nothing of Regions", async () => {
    const { get, replica, counted } = regions(HOME);
    const { status, body, headers } = await get();
    expect([status, body.version]).toEqual([200, 7]);
    expect(headers).not.toHaveProperty("x-read-region");
    expect([replica.requests, counted]).toEqual([0, []]);
  });

  it.each([
    ["ValidationException", 400],
    ["AccessDeniedException", 400],
    ["ResourceNotFoundException", 400],
    ["ProvisionedThroughputExceededException", 400],
  ])("FLAG-01 does not fall back for what DynamoDB refuses: %s", async (error, status) => {
    const { get, replica, warned } = regions({ status, error });
    expect((await get()).status).toBeGreaterThanOrEqual(500);
    expect([replica.requests, warned]).toEqual([0, []]);
  });

  it("FLAG-01 does not fall back for a flag that is not there", async () => {
    const { get, replica } = regions({ items: [] });
    const missing = await get();
    expectProblem(missing, 404, "not-found");
    expect(missing.headers).not.toHaveProperty("x-read-region");
    expect(replica.requests).toBe(0);
  });
});

describe("a read while the home Region does not answer", () => {
  it.each<[string, Behaviour]>([
    ["has a fault of its own", FAULT],
    ["is not available", GONE],
    ["cannot be reached", "unreachable"],
  ])("FLAG-01 is the replica's where the home Region %s, and says so", async (_, behaviour) => {
    const { get, counted, warned } = regions(behaviour);
    const { status, body, headers } = await get();
    expect([status, body.version, headers.etag]).toEqual([200, 6, '"6"']);
    expect(headers["x-read-region"]).toBe("us-west-2");
    expect(counted).toEqual(["FallbackReads"]);
    expect(warned).toEqual(["the home Region does not answer: us-east-1"]);
  });

  it("FLAG-01 is the replica's once the home Region's time is over, and ends what hangs there", async () => {
    const { get, home, budgets, timePasses } = regions("hangs");
    const answer = get();
    await timePasses(home);
    expect((await answer).headers["x-read-region"]).toBe("us-west-2");
    expect(budgets.map(({ ms }) => ms)).toEqual([800, 1_500]);
    expect(home.ended).toBe(1);
  });

  it("FLAG-01 lists flags and versions from the replica too, and says so with what is missing", async () => {
    const { send, replica } = regions(FAULT);
    const list = await send("GET", "/flags");
    expect([list.body.flags[0].version, list.headers["x-read-region"]]).toEqual([6, "us-west-2"]);
    const versions = await send("GET", `/flags/${ID}/versions`);
    expect([versions.body.versions[0].version, versions.headers["x-read-region"]]).toEqual([6, "us-west-2"]);
    replica.behaviour = { items: [] };
    const missing = await send("GET", `/flags/${ID}`);
    expectProblem(missing, 404, "not-found");
    expect(missing.headers["x-read-region"]).toBe("us-west-2");
  });

  it("FLAG-01 answers 304 to whoever has the replica's version", async () => {
    const { send } = regions(FAULT);
    const answer = await send("GET", `/flags/${ID}`, { headers: { "If-None-Match": '"6"' } });
    expect([answer.status, answer.headers["x-read-region"]]).toEqual([304, "us-west-2"]);
  });

  it("FLAG-01 is a problem with Retry-After where neither Region answers, within both their times", async () => {
    const { get, home, replica, budgets, timePasses, counted } = regions("hangs", "hangs");
    const answer = get();
    await timePasses(home);
    await timePasses(replica);
    const failed = await answer;
    expectProblem(failed, 503, "temporarily-unavailable");
    expect(failed.headers["retry-after"]).toMatch(/^\d+$/);
    expect(budgets.reduce((sum, { ms }) => sum + ms, 0)).toBe(2_300);
    expect(counted).toEqual([]);
  });

  it("FLAG-01 blames the home Region, not a replica that refuses", async () => {
    const { get, warned } = regions(FAULT, { status: 400, error: "AccessDeniedException" });
    expectProblem(await get(), 503, "temporarily-unavailable");
    expect(warned).toContain("the replica cannot be read: us-west-2");
  });
});

describe("after the home Region did not answer", () => {
  it("FLAG-01 reads go to the replica at once for five seconds, then home again", async () => {
    const { get, home, clock, counted } = regions(FAULT);
    await get();
    home.behaviour = HOME;
    clock.now += 4_999;
    expect((await get()).body.version).toBe(6);
    expect(home.requests).toBe(1);
    clock.now += 1;
    expect((await get()).body.version).toBe(7);
    expect(counted).toEqual(["FallbackReads", "FallbackReads"]);
  });

  it("FLAG-01 asks the home Region after all where the replica does not answer", async () => {
    const { get, home, replica } = regions(FAULT);
    await get();
    [home.behaviour, replica.behaviour] = [HOME, "unreachable"];
    const { body, headers } = await get();
    expect(body.version).toBe(7);
    expect(headers).not.toHaveProperty("x-read-region");
  });

  it("FLAG-01 does not rest longer because the clock was set back", async () => {
    const { get, home, clock } = regions(FAULT);
    await get();
    home.behaviour = HOME;
    clock.now -= 3_600_000;
    expect((await get()).body.version).toBe(7);
  });
});
