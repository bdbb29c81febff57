import type {
  LiveFlag,
  LiveFlags,
  PublishedFlags,
} from "../../../../functions/flag-propagation/consistency-checker/ports";
import { verdictKey } from "../../../../functions/flag-propagation/flag/table-keys";
import type { KeptCheck, Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import type { ServiceFlags } from "../../../../functions/flag-propagation/flags/service-flags";
import { someChange } from "../support/some-change";

type Version = Readonly<Record<string, unknown>>;

export const PUBLISHED_AT = 1_700_000_000_030;

/** The flags table in memory, as far as the checker reads it. */
export class MemoryPublishedFlags implements PublishedFlags {
  readonly verdicts: Verdict[] = [];
  readonly versions = new Map<string, Version>();
  readonly liveFlags = new Map<string, LiveFlag>();
  readonly filters = new Map<string, ReadonlySet<string>>();
  /** What comparisons found, each that was kept. */
  readonly keptChecks: KeptCheck[] = [];
  /** Pages that were asked for. */
  readonly pages: (string | undefined)[] = [];

  /** Writes a version and publishes it. */
  publish(flagId: string, version: number, parts: Version = liveParts(flagId, version)): void {
    this.versions.set(`${flagId} ${version}`, {
      flag_id: flagId,
      version,
      environment: "test",
      written_at: 1,
      ...parts,
    });
    this.decide(flagId, version, { published_at: PUBLISHED_AT });
    if (parts.deleted === true) this.liveFlags.delete(flagId);
    else this.liveFlags.set(flagId, { flag_id: flagId, written_at: 1 });
  }

  decide(flagId: string, version: number, parts: Partial<Verdict> = {}): void {
    this.verdicts.push({
      flag_id: flagId,
      record: verdictKey(version, String(version)),
      version,
      valid: true,
      broken: [],
      advisories: [],
      validated_at: PUBLISHED_AT - 10,
      ...parts,
    });
  }

  async published(flagId: string) {
    return this.newest(flagId, ({ valid, published_at }) => valid && published_at !== undefined);
  }

  async newestValid(flagId: string) {
    return this.newest(flagId, ({ valid }) => valid);
  }

  async newestVerdict(flagId: string) {
    return this.newest(flagId, () => true);
  }

  async version(flagId: string, version: number) {
    return this.versions.get(`${flagId} ${version}`);
  }

  async live(after?: string): Promise<LiveFlags> {
    this.pages.push(after);
    const rest = [...this.liveFlags.values()]
      .sort((a, b) => (a.flag_id < b.flag_id ? -1 : 1))
      .filter(({ flag_id }) => after === undefined || flag_id > after);
    const flags = rest.slice(0, PAGE);
    const last = flags.at(-1)?.flag_id;
    return rest.length > PAGE && last !== undefined ? { flags, next: last } : { flags };
  }

  async serviceFlags(): Promise<ServiceFlags> {
    return this.filters;
  }

  async keepCheck(verdict: Verdict, last_check: KeptCheck, isConfirmation: boolean): Promise<void> {
    this.keptChecks.push(last_check);
    const index = this.verdicts.findIndex(
      ({ record, flag_id }) => record === verdict.record && flag_id === verdict.flag_id,
    );
    const there = this.verdicts[index];
    if (there === undefined) return;
    const confirmed_at = there.confirmed_at ?? (isConfirmation ? last_check.at : undefined);
    this.verdicts[index] = { ...there, last_check, ...(confirmed_at !== undefined && { confirmed_at }) };
  }

  private newest(flagId: string, accepts: (verdict: Verdict) => boolean): Verdict | undefined {
    return this.verdicts
      .filter((verdict) => verdict.flag_id === flagId && accepts(verdict))
      .toSorted((a, b) => a.version - b.version)
      .at(-1);
  }
}

const PAGE = 3;

/** What the API writes of the flag that someChange() tells of, beside what is propagated. */
function liveParts(flagId: string, version: number): Version {
  const change = someChange(flagId, version);
  return {
    ...("flag" in change && change.flag),
    description: "A flag.",
    owner: { team: "shop", email: "a@b.example" },
  };
}
