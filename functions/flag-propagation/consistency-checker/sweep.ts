import { setTimeout as wait } from "node:timers/promises";
import { sharedAt } from "../release/share";
import { disagrees, tell } from "./check";
import { CheckFailure } from "./check-failure";
import { type Comparison, compareFlag } from "./compare-flag";
import type { CheckResult, StalledRelease, SweepResult } from "./contract";
import { deletedFlags } from "./deleted-flags";
import type { CheckerPorts, LiveFlag } from "./ports";

/** Flags that are compared at a time; their reads of Redis share one connection, and so its round trips. */
const AT_ONCE = 16;

/** What happened so lately is not judged: it may be on its way, and has a check of its own. */
const YOUNG_MS = 10_000;

/** A service that only lags has this long, and the check of the change itself, before a sweep finds fault with it. */
const LAGGING_MS = 60_000;

/**
 * Where services disagree about more flags than this, it is no flag that is wrong: a cache was lost, or the fast path
 * stands still. Rolling all of them back would only add to it.
 */
const MOST_ROLLBACKS = 20;

/** After this time a flag about which services disagree is compared once more, as it is after a change. */
const SECOND_LOOK_MS = 2_000;

/** So much longer than it bakes may a share have a version before its release counts as standing still. */
const RELEASE_GRACE_MS = 600_000;
const RELEASE_GRACE = 1.1;

/** Stalled releases in an answer: a state machine carries 256 KB. */
const MOST_STALLED = 100;

/** Flags that a failure names. */
const NAMED = 5;

export interface SweepOptions {
  /** When it has to have ended. Milliseconds since 1970. */
  readonly deadline: number;
  /** @default 2000 */
  readonly secondLookMs?: number;
  /** Waits so many milliseconds. @default by the clock */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Compares every flag that is not deleted, and some of those that are: the table's listing does not name them, so they
 * are found in the cache of one service.
 *
 * @throws CheckFailure SweepIncomplete where it did not come to the end, or could not compare every flag; what it found
 *   until then is in the log
 */
export async function sweep(
  { deadline, secondLookMs = SECOND_LOOK_MS, sleep = wait }: SweepOptions,
  ports: CheckerPorts,
): Promise<SweepResult> {
  const started = ports.now();
  const run = new Sweep(deadline, ports);
  const live = new Set<string>();
  let after: string | undefined;
  do {
    const { flags, next } = await ports.flags.live(after);
    await run.compare(flags);
    for (const { flag_id } of flags) live.add(flag_id);
    after = next;
  } while (after !== undefined);
  const deleted = await deletedFlags(live, ports);
  await run.compareDeleted(deleted.map((flag_id) => ({ flag_id, written_at: 0, deleted: true })));
  if (run.suspects.length > 0) {
    await sleep(secondLookMs);
    await run.lookAgain();
  }
  if (run.uncompared.length > 0) {
    throw run.incomplete(`${run.uncompared.length} could not be compared: ${named(run.uncompared)}`);
  }
  if (run.inconsistent.length > MOST_ROLLBACKS) {
    throw new CheckFailure(
      "TooManyInconsistent",
      `Services disagree about ${run.inconsistent.length} flags, of which at most ${MOST_ROLLBACKS} are rolled back at once: ${named(run.inconsistent.map(({ flag_id }) => flag_id))}. See whether Redis lost its data or the cache updater stands still, then run: npm run flag -- resync --all.`,
    );
  }
  const { compared: flags, inconsistent, stalled } = run;
  if (stalled.length > 0) ports.count("StalledReleases", stalled.length);
  for (const each of stalled) ports.log("warn", "release stands still", { ...each });
  const duration_ms = Math.max(0, ports.now() - started);
  ports.log("info", "flags swept", {
    flags,
    inconsistent: inconsistent.length,
    stalled: stalled.length,
    duration_ms,
  });
  return { flags, inconsistent, stalled: stalled.slice(0, MOST_STALLED), duration_ms };
}

interface SweptFlag extends LiveFlag {
  /** Whether the table's listing does not name it. @default false */
  readonly deleted?: boolean;
}

class Sweep {
  /** How many flags were compared, or have nothing that services could have. */
  compared = 0;
  /** Flags that services disagree about at the first look. */
  readonly suspects: SweptFlag[] = [];
  readonly inconsistent: CheckResult[] = [];
  readonly stalled: StalledRelease[] = [];
  /** Ids of flags that the table says too little about. */
  readonly uncompared: string[] = [];
  /** The last flag of those that were compared. */
  private latest = "";

  constructor(
    private readonly deadline: number,
    private readonly ports: CheckerPorts,
  ) {}

  compare(flags: readonly LiveFlag[]): Promise<void> {
    return this.each(flags, async (flag) => {
      const comparison = await this.comparison(flag);
      if (comparison !== undefined && disagrees(comparison.outcome)) this.suspects.push(flag);
      this.compared += 1;
      if (flag.flag_id > this.latest) this.latest = flag.flag_id;
    });
  }

  compareDeleted(flags: readonly SweptFlag[]): Promise<void> {
    return this.each(flags, async (flag) => {
      const comparison = await this.comparison(flag);
      if (comparison !== undefined && disagrees(comparison.outcome)) this.suspects.push(flag);
    });
  }

  lookAgain(): Promise<void> {
    return this.each(this.suspects, async (flag) => {
      const started = this.ports.now();
      const comparison = await this.comparison(flag);
      if (comparison === undefined || !disagrees(comparison.outcome)) return;
      const result = { ...comparison, duration_ms: Math.max(0, this.ports.now() - started) };
      this.ports.count("InconsistentFlags", 1);
      tell(result, this.ports);
      this.inconsistent.push(result);
    });
  }

  incomplete(why: string): CheckFailure {
    const ids = (this.inconsistent.length > 0 ? this.inconsistent : this.suspects).map(({ flag_id }) => flag_id);
    const found = ids.length === 0 ? "" : ` Services disagree about ${ids.length}: ${named(ids)}.`;
    return new CheckFailure("SweepIncomplete", `The sweep compared ${this.compared} flags: ${why}.${found}`);
  }

  private async each(flags: readonly SweptFlag[], use: (flag: SweptFlag) => Promise<void>): Promise<void> {
    const waiting = [...flags];
    const worker = async () => {
      for (let flag = waiting.shift(); flag !== undefined; flag = waiting.shift()) {
        if (this.ports.now() >= this.deadline) {
          throw this.incomplete(`it came to '${this.latest}' when its time was over. Give the function more`);
        }
        await use(flag);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } finally {
      // Where one has failed, the others end with what they are at.
      waiting.length = 0;
    }
  }

  /** @returns undefined where there is nothing to compare, or nothing yet */
  private async comparison(flag: SweptFlag): Promise<Comparison | undefined> {
    try {
      return await this.compareOne(flag);
    } catch (error) {
      if (!(error instanceof CheckFailure) || !OF_ONE_FLAG.has(error.name)) throw error;
      this.ports.log("error", "flag not compared", {
        flag_id: flag.flag_id,
        reason: error.name,
        error: error.message,
      });
      this.uncompared.push(flag.flag_id);
      return undefined;
    }
  }

  private async compareOne({ flag_id, written_at, deleted = false }: SweptFlag): Promise<Comparison | undefined> {
    const { flags, bakeMs, count, log, now } = this.ports;
    const target = await flags.published(flag_id);
    if (target !== undefined) {
      const age = now() - (sharedAt(target) ?? target.validated_at);
      if (age < YOUNG_MS) return undefined;
      count("ConsistencyChecks", 1);
      const comparison = await compareFlag(target, this.ports, deleted);
      const { version, outcome, share } = comparison;
      if (share !== undefined && outcome === "consistent" && age > bakeMs * RELEASE_GRACE + RELEASE_GRACE_MS) {
        this.stalled.push({ flag_id, version, share });
      }
      return comparison.outcome === "lagging" && age < LAGGING_MS ? undefined : comparison;
    }
    // Rejected, or about to be published: no service should have it.
    const isDecided = (await flags.newestVerdict(flag_id)) !== undefined;
    if (isDecided || now() - written_at < YOUNG_MS) return undefined;
    if (deleted) {
      log("warn", "a service has a flag that the table does not have", { flag_id });
      return undefined;
    }
    throw new CheckFailure(
      "VerdictMissing",
      `The table has '${flag_id}' without any verdict. See whether the validator is behind or verdicts were deleted, then write the flag again.`,
    );
  }
}

/** What another flag need not suffer from. */
const OF_ONE_FLAG: ReadonlySet<string> = new Set(["VerdictMissing", "VersionMissing"]);

function named(ids: readonly string[]): string {
  return [...ids.slice(0, NAMED), ...(ids.length > NAMED ? ["…"] : [])].join(", ");
}
