import { CheckFailure } from "./check-failure";
import { type Comparison, compareFlag, superseded } from "./compare-flag";
import type { CheckRequest, CheckResult } from "./contract";
import type { CheckerPorts } from "./ports";

/** What a check may take with 156 services, in milliseconds. */
const BUDGET_MS = 5_000;

type FlagRequest = Extract<CheckRequest, { readonly operation: "check" }>;

/**
 * Compares a flag's newest published version in the table with the caches of the services.
 *
 * @throws CheckFailure or RedisFailure where it cannot be known whether they agree
 */
export async function check(request: FlagRequest, ports: CheckerPorts): Promise<CheckResult> {
  const started = ports.now();
  const comparison = await compared(request, ports);
  const result = { ...comparison, duration_ms: Math.max(0, ports.now() - started) };
  ports.count("ConsistencyChecks", 1);
  ports.count("InconsistentFlags", disagrees(result.outcome) ? 1 : 0);
  ports.measure("CheckDuration", result.duration_ms);
  tell(result, ports);
  return result;
}

async function compared({ flag_id, version }: FlagRequest, ports: CheckerPorts): Promise<Comparison> {
  const target = await ports.flags.published(flag_id);
  if (target === undefined || target.version < version) {
    throw new CheckFailure(
      "VerdictMissing",
      `The table does not say that version ${version} of '${flag_id}' was published; the newest one that was is ${target?.version ?? "none"}. See whether verdicts were deleted, then write the flag again.`,
    );
  }
  return target.version > version ? superseded(target) : compareFlag(target, ports);
}

/** One line for the check, and one for each service that is named, so that logs can be searched by service. */
export function tell({ disagreements, ...result }: CheckResult, { log }: Pick<CheckerPorts, "log">): void {
  const { flag_id, version } = result;
  for (const { service, kind, version: cached } of disagreements) {
    log("warn", "service disagrees", { service_id: service, flag_id, version, kind, cached_version: cached });
  }
  log(disagrees(result.outcome) ? "warn" : "info", "flag checked", result);
  if (result.duration_ms > BUDGET_MS) {
    log("warn", "check took longer than its budget", {
      flag_id,
      duration_ms: result.duration_ms,
      budget_ms: BUDGET_MS,
    });
  }
}

/** Whether services have something else than the table. */
export function disagrees(outcome: CheckResult["outcome"]): boolean {
  return outcome === "inconsistent" || outcome === "lagging";
}
