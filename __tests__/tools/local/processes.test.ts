import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { madeOnce } from "../../../tools/local/made-once";
import { run } from "../../../tools/local/run";
import { Teardown } from "../../../tools/local/teardown";

describe("a program that is run", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "run-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("has all it prints kept in its log", async () => {
    const log = join(folder, "log");
    const { exitCode, errors } = await run("sh", ["-c", "echo out; echo err >&2; exit 3"], {
      log,
      signal: new AbortController().signal,
    });
    expect({ exitCode, errors }).toEqual({ exitCode: 3, errors: "err\n" });
    expect((await readFile(log, "utf8")).split("\n").sort()).toEqual(["", "err", "out"]);
  });

  it("is ended with all it started when it is interrupted, even if it does not listen", async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const deaf = "trap '' INT; sleep 60 & echo $!; echo $$; wait";
    const running = run("sh", ["-c", deaf], {
      log: join(folder, "log"),
      signal: controller.signal,
      graceMs: 50,
      onLine: (line) => {
        pids.push(Number(line));
        if (pids.length === 2) controller.abort(new Error("Interrupted."));
      },
    });
    await expect(running).rejects.toThrow("Interrupted.");
    expect(pids.filter(isRunning)).toEqual([]);
  });

  it("that cannot be started is told by its exit code", async () => {
    const { exitCode } = await run("no-such-program", [], {
      log: join(folder, "log"),
      signal: new AbortController().signal,
    });
    expect(exitCode).toBe(-1);
  });

  it("makes a folder once for each content it is made from", async () => {
    let times = 0;
    const make = (content: string) =>
      madeOnce(folder, [content], async (unfinished) => {
        times += 1;
        await run("mkdir", [unfinished], { log: join(folder, "log"), signal: new AbortController().signal });
      });
    expect(await make("a")).toBe(await make("a"));
    expect(await make("b")).not.toBe(await make("a"));
    expect(times).toBe(2);
  });
});

describe("a teardown", () => {
  it("undoes the last thing first, all of it, and tells the first failure", async () => {
    const undone: string[] = [];
    const teardown = new Teardown();
    teardown.add(async () => undone.push("first"));
    teardown.add(() => Promise.reject(new Error("stuck")));
    teardown.add(async () => undone.push("last"));
    await expect(teardown.run()).rejects.toThrow("stuck");
    expect(undone).toEqual(["last", "first"]);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
