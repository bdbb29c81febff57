import type { CacheEntry } from "../cache/cache-entry";
import type { FlagCacheReader, ServiceCache } from "../cache/flag-cache-reader";
import { FlagSet } from "../evaluation/flag-set";
import { withDependents } from "./with-dependents";
import { within } from "./within";

/**
 * Time after which everything is read again although the revision is the same, in milliseconds. A Redis that lost its
 * last writes counts on from an older revision, and may have reached the same one with other flags.
 */
const WHOLE_READ_INTERVAL_MS = 60_000;

/**
 * What is known of a service's flags: the newest version of each that was ever read. It outlives Redis, and never goes
 * back: where the cache holds an older version of a flag, or lost it, the newer one stays and is told to be stale.
 */
export class KnownFlags {
  private known: FlagSet;
  private revision = 0;
  /** When a read last succeeded, and when one last read everything. Milliseconds since 1970. */
  private readAt: number | undefined;
  private wholeReadAt = 0;
  private unreadable = false;
  /** Since when the cache holds less of a flag than is known, by flag, also over the flags it depends on. */
  private behind: ReadonlyMap<string, number> = new Map();
  private refreshing: Promise<readonly string[]> | undefined;

  /**
   * @param now milliseconds since 1970
   * @param readTimeoutMs after how long a read counts as failed
   */
  constructor(
    private readonly reader: FlagCacheReader,
    private readonly service: string,
    private readonly now: () => number,
    private readonly readTimeoutMs: number,
  ) {
    this.known = FlagSet.empty(service);
  }

  get flags(): FlagSet {
    return this.known;
  }

  /** Whether anything was ever read: a service without flags is known too. */
  get isKnown(): boolean {
    return this.readAt !== undefined;
  }

  /** Whether the cache cannot be read, or holds less than is known. */
  get isStale(): boolean {
    return this.unreadable || this.behind.size > 0;
  }

  /** Milliseconds since the cache was last read with success; undefined before that. */
  get age(): number | undefined {
    return this.readAt === undefined ? undefined : Math.max(0, this.now() - this.readAt);
  }

  /** Ids of the flags of which the cache holds less than is known, directly or in what they depend on. */
  get behindFlags(): readonly string[] {
    return [...this.behind.keys()].sort();
  }

  /**
   * For how long nobody has vouched for what is known of a flag.
   *
   * @returns milliseconds; undefined while the cache can be read and holds it
   */
  staleFor(id: string): number | undefined {
    const confirmed = this.behind.get(id) ?? (this.unreadable ? this.readAt : undefined);
    return confirmed === undefined ? undefined : Math.max(0, this.now() - confirmed);
  }

  /** For how long nobody has vouched for the flag that this is longest for. Milliseconds; undefined where none is stale. */
  get longestStaleFor(): number | undefined {
    const confirmed = [...this.behind.values(), ...(this.unreadable && this.readAt !== undefined ? [this.readAt] : [])];
    return confirmed.length === 0 ? undefined : Math.max(0, this.now() - Math.min(...confirmed));
  }

  /**
   * Asks the cache for its revision, and reads it where that changed. Calls at the same time share one read.
   *
   * @returns ids of the flags of which a newer version was found
   * @throws whatever the reader throws; what is known stays
   */
  refresh(): Promise<readonly string[]> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async read(): Promise<readonly string[]> {
    // The time before the read: what it finds is at least that new.
    const started = this.now();
    try {
      const cache = await within(this.readTimeoutMs, `Reading the flags of ${this.service}`, this.readChanged(started));
      const changed = cache === undefined ? [] : this.take(cache, started);
      this.readAt = started;
      this.unreadable = false;
      return changed;
    } catch (error) {
      this.unreadable = true;
      throw error;
    }
  }

  private async readChanged(started: number): Promise<ServiceCache | undefined> {
    return (await this.isUnchanged(started)) ? undefined : this.reader.all(this.service);
  }

  private async isUnchanged(started: number): Promise<boolean> {
    // After an outage the revision alone proves nothing: see WHOLE_READ_INTERVAL_MS.
    if (this.readAt === undefined || this.unreadable) return false;
    if (started - this.wholeReadAt >= WHOLE_READ_INTERVAL_MS) return false;
    return (await this.reader.revision(this.service)) === this.revision;
  }

  private take(cache: ServiceCache, started: number): readonly string[] {
    const entries = new Map(this.known.entries);
    const held = new Set<string>();
    const changed: string[] = [];
    for (const entry of cache.entries) {
      if (!isUsable(entry)) continue;
      const known = entries.get(entry.flag_id);
      if (known !== undefined && known.version > entry.version) continue;
      held.add(entry.flag_id);
      if (known?.version === entry.version) continue;
      entries.set(entry.flag_id, entry);
      changed.push(entry.flag_id);
    }
    if (changed.length > 0) this.known = this.known.with(entries);
    this.behind = this.behindOf(held, started);
    this.revision = cache.revision;
    this.wholeReadAt = started;
    return changed;
  }

  private behindOf(held: ReadonlySet<string>, started: number): ReadonlyMap<string, number> {
    // A deleted flag that is not in the cache is not found either way: nothing about it is stale.
    const behind = new Map(
      this.known.ids.filter((id) => !held.has(id)).map((id) => [id, this.behind.get(id) ?? this.readAt ?? started]),
    );
    return withDependents(this.known, behind);
  }
}

/** Of what is in a cache, only what can be ordered is taken; the rest counts as missing until the next write. */
function isUsable(entry: CacheEntry): boolean {
  return typeof entry.flag_id === "string" && Number.isSafeInteger(entry.version) && entry.version > 0;
}
