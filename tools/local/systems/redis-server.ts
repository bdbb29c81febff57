import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../modules/errors";
import { answerOf } from "../answer-of";
import { endGroup, startGroup } from "../process-group";

export const REDIS_SERVER = "redis-server";

const START_MS = 10_000;
const POLL_MS = 5;
const STOP_GRACE_MS = 2_000;

/**
 * Runs the server and ends it, in whatever way its parent ends: then our standard input is closed. The shell waits for
 * all that it started, so that nothing is left for somebody else to reap.
 */
const END_WITH_PARENT = `
trap : TERM
exec 3<&0
redis-server "$1" &
server=$!
{ read -r _ <&3; kill -KILL $server 2>/dev/null; } &
watcher=$!
while kill -0 $server 2>/dev/null; do wait $server; done
kill $watcher 2>/dev/null
wait
`;

/** @throws UserError naming how to install it where there is none */
export async function checkRedisServer(): Promise<void> {
  if ((await answerOf(REDIS_SERVER, ["--version"])) === undefined) {
    throw new UserError(
      "There is no redis-server on the PATH. Install Redis 7: 'apt-get install redis-server' on Debian and Ubuntu, 'brew install redis' on macOS.",
    );
  }
}

export interface ServerProcess {
  readonly pid: number | undefined;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Lets it end as it should. */
  stop(): Promise<void>;
}

/** Starts a server on a port of loopback. @returns once it takes connections */
export async function startServer(
  config: string,
  port: number,
  log: string,
  options: { readonly signal: AbortSignal; readonly outlive?: boolean },
): Promise<ServerProcess> {
  const output = openSync(log, "a");
  const child = startGroup(...(options.outlive ? alone(config) : withParent(config)), {
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
  const deadline = Date.now() + START_MS;
  try {
    while (!(await takesConnections(port))) {
      options.signal.throwIfAborted();
      if (!isRunning() || Date.now() > deadline) throw await whyNot(log);
      await sleep(POLL_MS);
    }
  } catch (error) {
    await end(0);
    throw error;
  }
  return { pid: child.pid, kill, stop: () => end(STOP_GRACE_MS) };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function alone(config: string): [string, readonly string[]] {
  return [REDIS_SERVER, [config]];
}

function withParent(config: string): [string, readonly string[]] {
  return ["sh", ["-c", END_WITH_PARENT, "redis", config]];
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

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

async function whyNot(log: string): Promise<UserError> {
  const lastLine = (await readFile(log, "utf8")).trim().split("\n").at(-1) ?? "";
  return new UserError(`Redis did not start: ${lastLine || "it printed nothing"}. ${log} has all it printed.`);
}
