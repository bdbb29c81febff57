import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Ends the processes that run a function on an emulator, as crashes would.
 *
 * @param folder the emulator's own
 * @returns how many there were
 */
export async function killWorkers(folder: string, functionName: string): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-Ao", "pid=,args="]);
  const workers = stdout
    .split("\n")
    .filter((line) => line.includes(folder) && line.includes(`ministack-lambda-${functionName}-`))
    .map((line) => Number.parseInt(line, 10));
  for (const pid of workers) process.kill(pid, "SIGKILL");
  return workers.length;
}
