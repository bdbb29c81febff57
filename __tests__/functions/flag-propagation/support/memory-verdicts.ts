import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import type { VerdictKey, VerdictStore } from "../../../../functions/flag-propagation/validator/ports";

/** Keeps verdicts in memory: the first one of a key stays, but that it is completed by when it was published. */
export class MemoryVerdicts implements VerdictStore {
  private readonly verdicts = new Map<string, Verdict>();

  async find(keys: readonly VerdictKey[]): Promise<readonly Verdict[]> {
    return keys.flatMap((key) => this.verdicts.get(place(key)) ?? []);
  }

  async decide(verdict: Verdict): Promise<Verdict> {
    const there = this.verdicts.get(place(verdict)) ?? verdict;
    this.verdicts.set(place(verdict), there);
    return there;
  }

  async keep(verdict: Verdict): Promise<void> {
    const there = await this.decide(verdict);
    if (there.valid && there.published_at === undefined) this.verdicts.set(place(verdict), verdict);
  }

  /** All there are, in the order they were kept. */
  all(): readonly Verdict[] {
    return [...this.verdicts.values()];
  }
}

function place({ flag_id, record }: VerdictKey): string {
  return `${flag_id} ${record}`;
}
