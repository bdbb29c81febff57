import { VERDICT_PREFIX } from "../../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../../functions/flag-propagation/flag/verdict";
import { EVERY_SERVICE, shareOf } from "../../../functions/flag-propagation/release/share";
import { ApiWriter } from "../api-writer";
import { REAL_HANDLERS } from "../handlers";
import type { Invariants } from "../invariants";
import type { System } from "../system";
import type { ExecutionEnding } from "./execution";
import type { NetInvariants } from "./invariants";
import type { ReleaseInvariants } from "./release-invariants";
import type { SafetyNet } from "./safety-net";
import type { Releases } from "./some-releases";

/** Times that somebody changes what a sweep gives up, and sweeps again. */
const ROUNDS = 4;
/** A sweep does not judge services that lag behind a version that was published within the last minute. Milliseconds. */
const QUIET = 75_000;
/** A release stands still for a sweep ten minutes, and a tenth, after it should have gone on. Milliseconds. */
const STALLED = 600_000;

/**
 * Sweeps within which every release has come to its end. Each takes it to its next share; but of flags that are deleted
 * it finds only those in the cache of one service, another one each time.
 */
const MOST_SWEEPS = 40;

interface Watching {
  readonly invariants: Invariants;
  readonly netInvariants: NetInvariants;
  readonly releaseInvariants: ReleaseInvariants;
}

type Disagreements = ReturnType<Invariants["disagreements"]>;

/**
 * What happens after the faults have stopped: sweeps. Releases whose execution is gone go on with each of them. Flags
 * that a sweep gives up, since two rollbacks in a row did not help, are changed by hand, as the page asks for.
 */
export class Mending {
  constructor(
    private readonly system: System,
    private readonly net: SafetyNet,
    private readonly watching: Watching,
    private readonly releases: Releases,
    /** Lets all come to its end. @returns false where it does not */
    private readonly settle: () => Promise<boolean>,
  ) {}

  /** Goes on until every cache equals the table, or something is found that must not be. */
  async run(): Promise<void> {
    const { invariants, netInvariants, releaseInvariants } = this.watching;
    let mended = 0;
    for (let sweeps = 1; ; sweeps++) {
      const pagesBefore = this.net.paged.length;
      const swept = await this.sweep();
      const all = invariants.disagreements();
      if (swept === undefined || all.length === 0) return;
      const givenUp = new Set(this.net.paged.slice(pagesBefore));
      const disagreements = all.filter(({ flagId }) => givenUp.has(flagId) || !this.isUnderWay(flagId));
      if (disagreements.length === 0) {
        if (sweeps > MOST_SWEEPS) return releaseInvariants.violate("ends", told(all));
        continue;
      }
      const unexplained = swept.kind === "succeeded" ? disagreements.filter(({ flagId }) => !givenUp.has(flagId)) : [];
      if (unexplained.length > 0) return netInvariants.violate("swept", told(unexplained));
      if (++mended > ROUNDS) return netInvariants.violate("mended", told(disagreements));
      if (!(await this.changeByHand(disagreements, mended))) return;
    }
  }

  private async sweep(): Promise<ExecutionEnding | undefined> {
    const { waves, bakeMs } = this.releases;
    const quiet = waves.length === 0 ? QUIET : QUIET + STALLED + 1.1 * bakeMs;
    let swept: ExecutionEnding | undefined;
    this.system.world.after(quiet, () => this.net.start({ operation: "sweep" }, (ending) => (swept = ending)));
    return (await this.settle()) ? swept : undefined;
  }

  private changeByHand(disagreements: Disagreements, round: number): Promise<boolean> {
    const { system } = this;
    system.world.say(() => `somebody looks: ${told(disagreements)}`);
    for (const flagId of new Set(disagreements.map((disagreement) => disagreement.flagId))) {
      const options = { name: `operator-${round}`, changes: 1, flags: [flagId], mends: true };
      new ApiWriter(system, REAL_HANDLERS, this.watching.invariants, options).start();
    }
    return this.settle();
  }

  /** Whether sweeps are to take the newest valid version to all services. */
  private isUnderWay(flagId: string): boolean {
    const verdicts = this.system.table.query(flagId, VERDICT_PREFIX) as unknown as readonly Verdict[];
    const newest = verdicts.findLast(({ valid }) => valid);
    return newest !== undefined && shareOf(newest) < EVERY_SERVICE;
  }
}

function told(disagreements: Disagreements): string {
  return disagreements.map(({ details }) => details).join("; ");
}
