import { connect } from "node:net";
import { UserError } from "../../../modules/errors";
import { answerOf } from "../answer-of";
import { type ServerOptions, type ServerProcess, startServerProcess } from "./server-process";

export const REDIS_SERVER = "redis-server";

const START_MS = 10_000;
const POLL_MS = 5;
const STOP_MS = 2_000;

/** @throws UserError naming how to install it where there is none */
export async function checkRedisServer(): Promise<void> {
  if ((await answerOf(REDIS_SERVER, ["--version"])) === undefined) {
    throw new UserError(
      "There is no redis-server on the PATH. Install Redis 7: 'apt-get install redis-server' on Debian and Ubuntu, 'brew install redis' on macOS.",
    );
  }
}

/** Starts a Redis on a port of loopback. @returns once it takes connections */
export function startRedisServer(
  config: string,
  port: number,
  log: string,
  options: ServerOptions,
): Promise<ServerProcess> {
  const server = {
    name: "Redis",
    command: REDIS_SERVER,
    args: [config],
    log,
    isReady: () => takesConnections(port),
    startMs: START_MS,
    pollMs: POLL_MS,
    stopMs: STOP_MS,
  };
  return startServerProcess(server, options);
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
