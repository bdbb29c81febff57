import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 20;
/** How long a killed group may take to disappear; one with a zombie that nobody reaps never does. */
const KILL_MS = 2_000;

/** Heads of the groups that must not outlive this process. */
const heads = new Set<number>();

process.on("exit", () => {
  for (const pid of heads) signalGroup(pid, "SIGKILL");
});

export interface GroupOptions extends SpawnOptions {
  /** Whether the group goes on when this process ends without having ended it. @default false */
  readonly outlive?: boolean;
}

/**
 * Starts a program as the head of a process group: Ctrl-C in the terminal reaches only us, and what the program
 * starts in its turn is ended with it.
 */
export function startGroup(command: string, args: readonly string[], options: GroupOptions): ChildProcess {
  const { outlive = false, ...spawnOptions } = options;
  const child = spawn(command, args, { ...spawnOptions, detached: true });
  const { pid } = child;
  if (pid !== undefined && !outlive) {
    heads.add(pid);
    child.once("exit", () => heads.delete(pid));
  }
  return child;
}

/** Asks a group to end, and kills what is still there after `graceMs`. */
export async function endGroup(pid: number, signal: "SIGINT" | "SIGTERM", graceMs: number): Promise<void> {
  if (!signalGroup(pid, signal)) return;
  if (await isGone(pid, graceMs)) return;
  signalGroup(pid, "SIGKILL");
  await isGone(pid, KILL_MS);
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (signalGroup(pid, 0)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** @returns whether the group still had a process to signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // macOS answers EPERM for a group of which only zombies are left.
    if (["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
