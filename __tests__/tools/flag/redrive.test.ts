import { spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MemoryAws } from "./support/memory-aws";
import { ENVIRONMENT, flag } from "./support/run-flag";

let aws: MemoryAws;
beforeEach(async () => {
  aws = await new MemoryAws().start();
});
afterEach(() => aws.stop());

const letters = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => JSON.stringify({ letter: from + index }));
const LETTERS_OF_7 = "flag-propagation-dead-letters-service-0007-dev";
const QUEUE_OF_7 = "flag-propagation-service-0007-dev";

function redrive(args: readonly string[], width?: number) {
  const environment = { AWS_ENDPOINT_URL: aws.endpoint };
  return flag(["redrive", ...args], { environment, ...(width !== undefined && { width }) });
}

describe("npm run flag -- redrive", () => {
  it("FLAG-05 sends every dead letter back to its service's queue as it was, and says how many of each", async () => {
    aws.services({ "service-0001": [], "service-0007": letters(1, 23), "service-0008": letters(24, 24) });
    const { exitCode, out, err } = await redrive(["--all"]);
    expect(out.split("\n")).toEqual([
      "SERVICE       DEAD LETTERS  SENT BACK",
      "service-0007            23         23",
      "service-0008             1          1",
      "2 of 3 services with dead letters: sent 24 back.",
    ]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(aws.bodies(QUEUE_OF_7)).toEqual(letters(1, 23));
    expect(aws.bodies("flag-propagation-service-0008-dev")).toEqual(letters(24, 24));
    expect(aws.bodies(LETTERS_OF_7)).toEqual([]);
  });

  it("keeps a letter's attributes", async () => {
    const attributes = { flag: { DataType: "String", StringValue: "new-checkout" } };
    aws.services({ "service-0007": [] });
    aws.queues.set(LETTERS_OF_7, [{ id: "1", body: "{}", attributes }]);
    await redrive(["service-0007"]);
    expect(aws.queues.get(QUEUE_OF_7)).toEqual([expect.objectContaining({ body: "{}", attributes })]);
  });

  it("asks once for a queue that has nothing", async () => {
    aws.services({ "service-0001": [], "service-0002": [], "service-0003": [] });
    const { out } = await redrive(["--all", "--services", "3"]);
    expect(out).toContain("No dead letters in the queues of 3 services.");
    expect(aws.calls.map(({ operation }) => operation)).toEqual([
      "GetQueueUrl",
      ...Array.from({ length: 3 }, () => "GetQueueAttributes"),
    ]);
  });

  it("finds the services of one environment by their queues, page by page", async () => {
    aws.page = 2;
    aws.services({ "service-0001": ["{}"], "service-0002": ["{}"], "service-0003": ["{}"] }, "dev");
    aws.services({ "service-0001": ["{}"], "service-0002": [] }, "prod");
    const { out } = await redrive(["--all", "--environment", "prod"]);
    expect(out).toContain("1 of 2 services with dead letters: sent 1 back.");
    expect(aws.count("ListQueues")).toBe(3);
    expect(aws.bodies("flag-propagation-dead-letters-service-0001-dev")).toEqual(["{}"]);
  });

  it("sends nothing when it is only to show", async () => {
    aws.services({ "service-0007": letters(1, 3) });
    const { out } = await redrive(["--all", "--dry-run"]);
    expect(out).toContain("1 of 1 service with dead letters: 3 would be sent back. Nothing was sent.");
    expect(aws.count("ReceiveMessage")).toBe(0);
    expect(aws.bodies(LETTERS_OF_7)).toEqual(letters(1, 3));
  });

  it("sends letters as large as SQS takes them, though ten of them are too many for one call", async () => {
    const large = Array.from({ length: 4 }, (_, index) => `${index}`.repeat(200_000));
    aws.services({ "service-0007": large });
    const { exitCode } = await redrive(["service-0007"]);
    expect(exitCode).toBe(0);
    expect(aws.bodies(QUEUE_OF_7)).toEqual(large);
  });

  it("deletes no letter that SQS did not take, fails, and has the others go on", async () => {
    aws.services({ "service-0007": letters(1, 3), "service-0008": letters(4, 5) });
    const refused = letters(2, 2)[0];
    aws.refuses = ({ operation }, { MessageBody }) => operation === "SendMessageBatch" && MessageBody === refused;
    const { exitCode, out, err } = await redrive(["--all"]);
    expect(exitCode).toBe(1);
    expect(err).toBe("error: service-0007: SQS did not take a letter back: InternalError");
    expect(out).toMatch(/service-0007 +3 +2\nservice-0008 +2 +2\n/);
    expect(aws.bodies(LETTERS_OF_7)).toEqual([refused]);

    aws.refuses = () => false;
    aws.visibilityEnds();
    expect((await redrive(["--all"])).exitCode).toBe(0);
    expect(aws.bodies(QUEUE_OF_7)).toEqual(
      letters(1, 3)
        .filter((body) => body !== refused)
        .concat(refused ?? ""),
    );
  });

  it("tries again what SQS does not take at first", async () => {
    aws.services({ "service-0007": letters(1, 3) });
    let refusals = 2;
    aws.refuses = () => refusals-- > 0;
    expect((await redrive(["--all"])).exitCode).toBe(0);
    expect([...aws.bodies(QUEUE_OF_7)].sort()).toEqual(letters(1, 3));
  });

  it("tells of letters that it sent and could not delete", async () => {
    aws.services({ "service-0007": letters(1, 1) });
    aws.before = ({ operation }) => {
      if (operation === "DeleteMessageBatch") aws.refuse("AccessDenied", "User ann may not delete.");
    };
    const { exitCode, err } = await redrive(["--all"]);
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: "error: service-0007: AccessDenied: User ann may not delete.",
    });
    aws.before = () => undefined;
    expect((await redrive(["--all"])).out).toContain(
      "1 dead letter more is under way already, perhaps since a run that was ended: repeat this in 60 seconds.",
    );
  });

  it("FLAG-05 loses nothing when it is killed midway, and ends what it began when it is repeated", async () => {
    const all = letters(1, 60);
    aws.services({ "service-0007": all });
    const child = spawn(process.execPath, ["tools/run.cjs", "tools/flag/flag.ts", "redrive", "service-0007"], {
      env: { ...ENVIRONMENT, AWS_ENDPOINT_URL: aws.endpoint },
    });
    const ended = new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
    // The third batch is in the queue, and about to be deleted where it was.
    aws.before = ({ operation }) => {
      if (operation !== "DeleteMessageBatch" || aws.count(operation) !== 3) return;
      child.kill("SIGKILL");
      aws.refuse("AccessDenied", "Nobody hears this.");
    };
    expect(await ended).toBe("SIGKILL");
    const kept = () => new Set([...aws.bodies(QUEUE_OF_7), ...aws.bodies(LETTERS_OF_7)]);
    expect(kept()).toEqual(new Set(all));
    expect(aws.bodies(LETTERS_OF_7)).toHaveLength(40);

    aws.before = () => undefined;
    aws.visibilityEnds();
    expect((await redrive(["service-0007"])).exitCode).toBe(0);
    expect(aws.bodies(LETTERS_OF_7)).toEqual([]);
    expect(kept()).toEqual(new Set(all));
  });

  it("draws a bar on a terminal", async () => {
    aws.services({ "service-0007": letters(1, 2) });
    const { drawn } = await redrive(["--all"], 80);
    expect(drawn).toEqual([
      expect.stringMatching(/^\[█{30}\] looked at 1 of 1 queue {2}\d+ ms$/),
      expect.stringMatching(/^\[█{30}\] sent 2 of about 2 dead letters back {2}\d+ ms$/),
      "",
    ]);
  });

  it("answers a program in JSON", async () => {
    aws.services({ "service-0001": [], "service-0007": letters(1, 2) });
    const { out } = await redrive(["--all", "--json"]);
    expect(JSON.parse(out)).toEqual({
      dry_run: false,
      services: [
        { service: "service-0001", found: 0, under_way: 0, sent_back: 0 },
        { service: "service-0007", found: 2, under_way: 0, sent_back: 2 },
      ],
    });
  });

  it.each([
    [["service-0009"], "There is no queue 'flag-propagation-service-0009-dev' in this account and region."],
    [["--all", "--environment", "prod"], "There are no queues like 'flag-propagation-*-prod' in this account"],
  ])("fails for services that are not there: %j", async (args, message) => {
    aws.services({ "service-0001": [] });
    const { exitCode, err } = await redrive(args);
    expect(err).toContain(message);
    expect(exitCode).toBe(1);
  });

  it("says what AWS refuses, and what cannot be reached", async () => {
    aws.services({ "service-0001": [] });
    aws.before = () => aws.refuse("AccessDenied", "User ann may not list.");
    const refused = await redrive(["--all"]);
    expect([refused.exitCode, refused.err]).toEqual([1, "error: AWS: AccessDenied: User ann may not list."]);
    const { exitCode, err } = await flag(["redrive", "--all"], {
      environment: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
    });
    expect(err).toMatch(/^error: AWS: .*ECONNREFUSED/);
    expect(exitCode).toBe(1);
  });
});
