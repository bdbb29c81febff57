import type { CacheEntry } from "../cache/cache-entry";
import type { Verdict } from "../flag/verdict";
import type { ServiceFlags } from "../flags-api/service-flags";

/** What the table says about flags. Every read is consistent, and throws a CheckFailure where it fails. */
export interface PublishedFlags {
  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined>;
  /** The verdict of the newest version that keeps all critical rules, published or about to be. */
  newestValid(flagId: string): Promise<Verdict | undefined>;
  /** A version as it was written; undefined where the table does not have it. */
  version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Ids of the flags that are not deleted, in order, a page of them. */
  liveIds(after?: string): Promise<LiveIds>;
  /** Which flags go to which services. */
  serviceFlags(): Promise<ServiceFlags>;
  /** Keeps when a version was first found everywhere; a verdict that says so already stays. */
  confirm(verdict: Verdict, confirmedAt: number): Promise<void>;
}

export interface LiveIds {
  readonly ids: readonly string[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: string;
}

/** The caches of the services. */
export interface ServiceCaches {
  /** One flag in the caches of many services, in one round trip; undefined where a service has none. */
  entries(flagId: string, services: readonly string[]): Promise<readonly (CacheEntry | undefined)[]>;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface CheckerPorts {
  readonly flags: PublishedFlags;
  readonly caches: ServiceCaches;
  /** Names of all services, in order. */
  readonly services: readonly string[];
  readonly count: (metric: "ConsistencyChecks" | "InconsistentFlags", value: number) => void;
  /** Milliseconds. */
  readonly measure: (metric: "CheckDuration", milliseconds: number) => void;
  readonly log: (level: LogLevel, message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One line of a log, by field: `@timestamp`, `@log`, `message` and what else was asked for. */
export type LogRow = Readonly<Record<string, string>>;

export interface LogQueryState {
  readonly status: "running" | "complete" | "failed";
  /** As the service calls it, such as `Timeout`. */
  readonly reason: string;
  /** What was found so far. */
  readonly rows: readonly LogRow[];
}

/** CloudWatch Logs Insights. */
export interface LogQueries {
  /**
   * @param window both ends belong to it. Seconds since 1970.
   * @returns the id of the query; undefined where as many queries run as the service allows
   */
  start(query: string, window: LogWindow, signal: AbortSignal): Promise<string | undefined>;
  state(id: string, signal: AbortSignal): Promise<LogQueryState>;
  stop(id: string): Promise<void>;
}

/** Seconds since 1970; both belong to it. */
export interface LogWindow {
  readonly start: number;
  readonly end: number;
}
