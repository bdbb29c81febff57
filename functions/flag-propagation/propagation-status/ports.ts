import type { FlagCacheReader } from "../cache/flag-cache-reader";
import type { Verdict } from "../flag/verdict";
import type { ServiceFlags } from "../flags/service-flags";
import type { StoredVersion } from "../flags-api/store";
import type { Waves } from "../release/waves";

/** What the flags table tells of a flag's way. */
export interface PropagationStore {
  /** The current version, also one that says the flag is deleted; undefined where there never was such a flag. */
  get(flagId: string): Promise<StoredVersion | undefined>;

  /** The newest verdict on a version; undefined while there is none. */
  verdict(flagId: string, version: number): Promise<Verdict | undefined>;

  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined>;

  /** Which flags go to which services; empty where all go to all, and where nothing readable says otherwise. */
  serviceFlags(): Promise<ServiceFlags>;
}

export interface PropagationPorts {
  readonly store: PropagationStore;
  readonly caches: FlagCacheReader;
  /** Names of all services that have a cache, whichever flags they take. */
  readonly services: readonly string[];
  /** None where versions go to all services at once. */
  readonly waves: Waves;
}
