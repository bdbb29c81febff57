import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What a program that ends by itself prints, or undefined where it cannot be run or fails. */
export async function answerOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(command, args, { timeout: 30_000 });
    return stdout || stderr;
  } catch {
    return undefined;
  }
}
