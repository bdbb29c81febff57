import type { CacheEntry } from "./cache-entry";

/** All that a service's cache holds at one point in time. */
export interface ServiceCache {
  /** Rises with every write that changes something; 0 where nothing was ever written. */
  readonly revision: number;
  /** Deleted flags included. */
  readonly entries: readonly CacheEntry[];
}

/** Reads the caches of the services. */
export interface FlagCacheReader {
  /** One flag in the caches of many services, in one round trip; undefined where a service has none. */
  entries(flagId: string, services: readonly string[]): Promise<readonly (CacheEntry | undefined)[]>;
  /** A service's whole cache. */
  all(service: string): Promise<ServiceCache>;
  revision(service: string): Promise<number>;
}
