import { setTimeout as sleep } from "node:timers/promises";
import type { Propagation } from "../answers";
import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { Refusal } from "../flags-client";
import { type Progress, progressOf } from "../progress";
import { convergence, isConverged, isRefused, propagationLines } from "../propagation-report";
import { duration } from "../text";
import { orUnknownFlag } from "../unknown-flag";

const POLL_MS = 200;

/** Follows the newest version of a flag until every service has it, the validator refuses it, or the time is up. */
export async function watch(context: Context, flag: string, timeoutMs: number): Promise<ExitCode> {
  const progress = progressOf(context);
  const last = await follow(context, flag, timeoutMs, progress).finally(() => progress.end());
  return conclude(context, last, timeoutMs);
}

async function follow(context: Context, flag: string, timeoutMs: number, progress: Progress): Promise<Propagation> {
  const { client, now } = context;
  const start = now();
  for (;;) {
    const elapsedMs = now() - start;
    const isLast = elapsedMs >= timeoutMs;
    const propagation = await orUnknownFlag(context, flag, client.propagation(flag)).catch((error) => {
      if (!isPassing(error) || isLast) throw error;
    });
    if (propagation !== undefined) {
      if (isConverged(propagation) || isRefused(propagation) || isLast) return propagation;
      progress.show(share(propagation), stage(propagation), elapsedMs);
    }
    await sleep(Math.min(POLL_MS, Math.max(0, timeoutMs - elapsedMs)));
  }
}

/** Too many requests, or the caches cannot be read for the moment: a restart of Redis ends no watch. */
function isPassing(error: unknown): boolean {
  return error instanceof Refusal && (error.status === 429 || error.status === 503);
}

function conclude(context: Context, propagation: Propagation, timeoutMs: number): ExitCode {
  const { json, terminal } = context;
  if (json) printJson(context, propagation);
  else for (const line of propagationLines(propagation)) terminal.print(line);
  if (isRefused(propagation)) return EXIT.failed;
  if (isConverged(propagation)) return EXIT.done;
  if (!json) terminal.complain(`error: not in all services after ${duration(timeoutMs)}. --timeout waits longer.`);
  return EXIT.notConverged;
}

/** Of the services that have the newest version. */
function share({ version, target_version, services: { converged, total } }: Propagation): number {
  // Until the validator has decided, the services are counted at the version before.
  return target_version === version && total > 0 ? converged / total : 0;
}

function stage(propagation: Propagation): string {
  const { version, verdict } = propagation;
  return verdict === null ? `version ${version} waits for the validator` : convergence(propagation);
}
