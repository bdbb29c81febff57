import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { FlagCacheReader, ServiceCache } from "../../../../functions/flag-propagation/cache/flag-cache-reader";

/** The caches of services in memory, which can be made to fail, to hang and to forget. */
export class MemoryFlagCache implements FlagCacheReader {
  failure: Error | undefined;
  hangs = false;
  /** Names of the reads that were asked for, in order. */
  readonly reads: string[] = [];
  private readonly caches = new Map<string, { revision: number; entries: Map<string, CacheEntry> }>();

  /** Puts entries where they are newer or not, and counts the revision up by one. */
  put(service: string, ...entries: readonly CacheEntry[]): void {
    const cache = this.caches.get(service) ?? { revision: 0, entries: new Map<string, CacheEntry>() };
    for (const entry of entries) cache.entries.set(entry.flag_id, entry);
    cache.revision += 1;
    this.caches.set(service, cache);
  }

  /** As a Redis that was started without its data. */
  forget(): void {
    this.caches.clear();
  }

  entries(flagId: string, services: readonly string[]) {
    return this.answer("entries", () => services.map((service) => this.caches.get(service)?.entries.get(flagId)));
  }

  all(service: string): Promise<ServiceCache> {
    return this.answer("all", () => {
      const cache = this.caches.get(service);
      return { revision: cache?.revision ?? 0, entries: [...(cache?.entries.values() ?? [])] };
    });
  }

  revision(service: string): Promise<number> {
    return this.answer("revision", () => this.caches.get(service)?.revision ?? 0);
  }

  private async answer<T>(read: string, value: () => T): Promise<T> {
    this.reads.push(read);
    if (this.hangs) return new Promise<never>(() => undefined);
    if (this.failure !== undefined) throw this.failure;
    return value();
  }
}
