import type { Verdict } from "../flag/verdict";
import { tell } from "./check";
import { CheckFailure } from "./check-failure";
import { compareFlag } from "./compare-flag";
import type { CheckResult, SweepResult } from "./contract";
import type { CheckerPorts } from "./ports";

/** Flags that are compared at a time; their reads of Redis share one connection, and so its round trips. */
const AT_ONCE = 16;

/** A version that was published so lately is not judged: it may be on its way, and has a check of its own. */
const YOUNG_MS = 10_000;

/** Inconsistent flags in an answer: a state machine carries 256 KB. */
const REPORTED = 100;

/** Flags that a failure names. */
const NAMED = 5;

/**
 * Compares every flag that is not deleted. Deleted ones are not in the table's listing, and nothing but a scan of the
 * table would find them; the check after a deletion sees to them.
 *
 * @param deadline when it has to have ended. Milliseconds since 1970.
 * @throws CheckFailure SweepIncomplete where it did not come to the end, or could not compare every flag; what it found
 *   until then is in the log
 */
export async function sweep(deadline: number, ports: CheckerPorts): Promise<SweepResult> {
  const started = ports.now();
  const progress = new Progress(ports);
  let after: string | undefined;
  do {
    const { ids, next } = await ports.flags.liveIds(after);
    await progress.compare(ids, deadline);
    after = next;
  } while (after !== undefined);
  if (progress.uncompared.length > 0) {
    throw incomplete(progress, `${progress.uncompared.length} could not be compared: ${named(progress.uncompared)}`);
  }
  const inconsistent = progress.inconsistent.slice(0, REPORTED);
  const result = { flags: progress.flags, inconsistent, duration_ms: Math.max(0, ports.now() - started) };
  ports.log("info", "flags swept", { ...result, inconsistent: progress.inconsistent.length });
  return result;
}

class Progress {
  /** Flags that were compared, or had nothing to compare. */
  flags = 0;
  readonly inconsistent: CheckResult[] = [];
  /** Ids of flags that the table says too little about. */
  readonly uncompared: string[] = [];
  private latest = "";

  constructor(private readonly ports: CheckerPorts) {}

  async compare(ids: readonly string[], deadline: number): Promise<void> {
    const waiting = [...ids];
    const worker = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        if (this.ports.now() >= deadline) {
          throw incomplete(this, `the time is over, after '${this.latest}'. Give the function more time`);
        }
        await this.compareOne(id);
        if (id > this.latest) this.latest = id;
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } finally {
      // Where one has failed, the others end with what they are at.
      waiting.length = 0;
    }
  }

  private async compareOne(flagId: string): Promise<void> {
    const { flags, count, now } = this.ports;
    const started = now();
    try {
      const target = await flags.published(flagId);
      if (target !== undefined && now() - publishedAt(target) >= YOUNG_MS) {
        const comparison = await compareFlag(target, this.ports);
        count("ConsistencyChecks", 1);
        if (comparison.outcome === "inconsistent") {
          count("InconsistentFlags", 1);
          const result = { ...comparison, duration_ms: Math.max(0, now() - started) };
          tell(result, this.ports);
          this.inconsistent.push(result);
        }
      }
      this.flags += 1;
    } catch (error) {
      if (!(error instanceof CheckFailure) || error.name !== "VersionMissing") throw error;
      this.ports.log("error", "flag not compared", { flag_id: flagId, reason: error.name, error: error.message });
      this.uncompared.push(flagId);
    }
  }
}

function incomplete({ flags, inconsistent }: Progress, why: string): CheckFailure {
  const found = named(inconsistent.map(({ flag_id }) => flag_id));
  return new CheckFailure(
    "SweepIncomplete",
    `The sweep compared ${flags} flags, of which ${inconsistent.length} are inconsistent${found && ` (${found})`}; ${why}.`,
  );
}

function named(ids: readonly string[]): string {
  return [...ids.slice(0, NAMED), ...(ids.length > NAMED ? ["…"] : [])].join(", ");
}

function publishedAt({ published_at, validated_at }: Verdict): number {
  return published_at ?? validated_at;
}
