import { type FlagVersion, isDeleted } from "../../../../functions/flag-propagation/flag/flag-version";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import type {
  FlagReads,
  FlagStore,
  HistoryPosition,
  ListingPosition,
  StoredVersion,
} from "../../../../functions/flag-propagation/flags-api/store";
import type { PropagationStore } from "../../../../functions/flag-propagation/propagation-status/ports";
import type { Page, PageRequest } from "../../../../functions/shared/page";

/** Keeps flags in memory under the conditions that the table holds: a real store, but for its durability. */
export class MemoryFlagStore implements FlagStore, FlagReads, PropagationStore {
  /** Current records by flag id; a test may put here what a writer beside the API would. */
  readonly records = new Map<string, StoredVersion>();
  readonly verdicts: Verdict[] = [];
  /** Ids of the flags that a service takes; one that is not named takes all. */
  readonly filters = new Map<string, ReadonlySet<string>>();
  private readonly versions = new Map<string, readonly StoredVersion[]>();

  async get(flagId: string): Promise<StoredVersion | undefined> {
    return this.records.get(flagId);
  }

  async current(ids: readonly string[]): Promise<ReadonlyMap<string, StoredVersion>> {
    return new Map(
      ids.flatMap((id) => {
        const record = this.records.get(id);
        return record === undefined ? [] : [[id, record]];
      }),
    );
  }

  async append(version: FlagVersion, predecessor: number): Promise<boolean> {
    const versions = this.versions.get(version.flag_id) ?? [];
    const follows = (this.records.get(version.flag_id)?.version ?? 0) === predecessor;
    const placeIsFree = versions.every((other) => other.version !== version.version);
    if (!follows || !placeIsFree) return false;
    // As JSON would: what is undefined is not there.
    const stored: StoredVersion = JSON.parse(JSON.stringify(version));
    this.records.set(version.flag_id, stored);
    this.versions.set(version.flag_id, [...versions, stored]);
    return true;
  }

  async list({ limit, after }: PageRequest<ListingPosition>): Promise<Page<StoredVersion, ListingPosition>> {
    const live = [...this.records.values()].filter((record) => !isDeleted(record as unknown as FlagVersion));
    const byId = live.sort((a, b) => (a.flag_id < b.flag_id ? -1 : 1));
    const rest = byId.filter(({ flag_id }) => after === undefined || flag_id > after.flag_id);
    return page(rest, limit, ({ flag_id }) => ({ flag_id }));
  }

  async history(
    flagId: string,
    { limit, after }: PageRequest<HistoryPosition>,
  ): Promise<Page<StoredVersion, HistoryPosition>> {
    const newestFirst = [...(this.versions.get(flagId) ?? [])].sort((a, b) => b.version - a.version);
    const rest = newestFirst.filter(({ version }) => after === undefined || version < after.version);
    return page(rest, limit, ({ flag_id, version }) => ({ flag_id, version }));
  }

  async verdict(flagId: string, version: number): Promise<Verdict | undefined> {
    return this.verdicts.findLast((verdict) => verdict.flag_id === flagId && verdict.version === version);
  }

  async published(flagId: string): Promise<Verdict | undefined> {
    const published = this.verdicts.filter(
      ({ flag_id, valid, published_at }) => flag_id === flagId && valid && published_at !== undefined,
    );
    return published.toSorted((a, b) => a.version - b.version).at(-1);
  }

  async serviceFlags(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    return this.filters;
  }
}

function page<Entry, Position>(
  rest: readonly Entry[],
  limit: number,
  positionOf: (entry: Entry) => Position,
): Page<Entry, Position> {
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return rest.length > limit && last !== undefined ? { entries, next: positionOf(last) } : { entries };
}
