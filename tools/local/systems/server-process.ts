import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../modules/errors";
import { endGroup, startGroup } from "../process-group";

/**
 * Runs the server and ends it, in whatever way its parent ends: then our standard input is closed. The shell waits for
 * all that it started, so that nothing is left for somebody else to reap.
 */
const END_WITH_PARENT = `
trap : TERM
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -KILL $server 2>/dev/null; } &
watcher=$!
while kill -0 $server 2>/dev/null; do wait $server; done
kill $watcher 2>/dev/null
wait
`;

/** A program that serves on a port until it is ended. */
export interface Server {
  /** For people, such as `Redis`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All that it prints is appended to this file. */
  readonly log: string;
  /** Asked again until it says so. */
  isReady(): Promise<boolean>;
  /** How long it may take until it is ready, milliseconds. */
  readonly startMs: number;
  /** Time between two questions, milliseconds. */
  readonly pollMs: number;
  /** How long it may take to end before it is killed, milliseconds. */
  readonly stopMs: number;
}

export interface ServerOptions {
  readonly signal: AbortSignal;
  /** Whether it goes on when this process ends without stopping it. @default false */
  readonly outlive?: boolean;
}

export interface ServerProcess {
  readonly pid: number | undefined;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Lets it end as it should. */
  stop(): Promise<void>;
}

/** @returns once it is ready. @throws UserError with the last that it printed, where it ends before or takes too long */
export async function startServerProcess(server: Server, options: ServerOptions): Promise<ServerProcess> {
  const { command, args, log } = server;
  const output = openSync(log, "a");
  const child = startGroup(...(options.outlive ? ([command, args] as const) : withParent(server)), {
    stdio: [options.outlive ? "ignore" : "pipe", output, output],
    outlive: options.outlive ?? false,
  });
  closeSync(output);
  // Its end of a pipe is closed when it is killed.
  child.stdin?.on("error", () => undefined);
  if (options.outlive) child.unref();

  const end = async (graceMs: number) => {
    if (child.pid !== undefined) await endGroup(child.pid, "SIGTERM", graceMs);
  };
  const isRunning = untilItEnds(child);
  const kill = async () => {
    if (!isRunning()) return;
    if (child.stdin === null) return end(0);
    child.stdin.destroy();
    await once(child, "exit");
  };
  const deadline = Date.now() + server.startMs;
  try {
    while (!(await server.isReady())) {
      options.signal.throwIfAborted();
      if (!isRunning() || Date.now() > deadline) throw await whyNot(server);
      await sleep(server.pollMs);
    }
  } catch (error) {
    await end(0);
    throw error;
  }
  return { pid: child.pid, kill, stop: () => end(server.stopMs) };
}

function withParent({ name, command, args }: Server): readonly [string, readonly string[]] {
  return ["sh", ["-c", END_WITH_PARENT, name, command, ...args]];
}

function untilItEnds(child: ChildProcess): () => boolean {
  let running = true;
  child.once("error", () => {
    running = false;
  });
  child.once("exit", () => {
    running = false;
  });
  return () => running;
}

async function whyNot({ name, log }: Server): Promise<UserError> {
  const lastLine = (await readFile(log, "utf8")).trim().split("\n").at(-1) ?? "";
  return new UserError(`${name} did not start: ${lastLine || "it printed nothing"}. ${log} has all it printed.`);
}
