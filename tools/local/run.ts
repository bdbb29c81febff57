import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { endGroup, startGroup } from "./process-group";

export interface RunOptions {
  /** All that the program prints is appended to this file. */
  readonly log: string;
  /** Aborting it ends the program and all it started. */
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How long the program may take to end when it is interrupted, before it is killed. @default 3000 */
  readonly graceMs?: number;
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** -1 where the program could not be started. */
  readonly exitCode: number;
  readonly errors: string;
}

/** Runs a program to its end. @throws the signal's reason when it is aborted, once the program has ended. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal.throwIfAborted();
  const log = createWriteStream(options.log, { flags: "a" });
  const child = startGroup(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.cwd && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
  });
  const errors: string[] = [];
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  if (child.stdout && options.onLine) createInterface(child.stdout).on("line", options.onLine);

  let ending: Promise<void> | undefined;
  const end = () => {
    if (child.pid !== undefined) ending = endGroup(child.pid, "SIGINT", options.graceMs ?? 3_000);
  };
  options.signal.addEventListener("abort", end, { once: true });
  const exitCode = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("close", (code) => resolve(code ?? -1));
  });
  options.signal.removeEventListener("abort", end);
  await ending;
  log.end();
  await once(log, "finish");
  options.signal.throwIfAborted();
  return { exitCode, errors: errors.join("") };
}
