import type { KeptCheck, Verdict } from "../flag/verdict";
import type { ServiceFlags } from "../flags/service-flags";

/** What the table says about flags. Every read is consistent, and throws a CheckFailure where it fails. */
export interface PublishedFlags {
  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined>;
  /** The verdict of the newest version that keeps all critical rules, published or about to be. */
  newestValid(flagId: string): Promise<Verdict | undefined>;
  /** A version as it was written; undefined where the table does not have it. */
  version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** The newest verdict on any version, whatever it says. */
  newestVerdict(flagId: string): Promise<Verdict | undefined>;
  /** The flags that are not deleted, by id, a page of them. */
  live(after?: string): Promise<LiveFlags>;
  /** Which flags go to which services. */
  serviceFlags(): Promise<ServiceFlags>;
  /**
   * Keeps what a comparison found.
   *
   * @param isConfirmation whether all services were found to have the version: the first time of that stays
   */
  keepCheck(verdict: Verdict, check: KeptCheck, isConfirmation: boolean): Promise<void>;
}

/** A flag that is not deleted. */
export interface LiveFlag {
  readonly flag_id: string;
  /** When its current version was written; 0 where that is not known. Milliseconds since 1970. */
  readonly written_at: number;
}

export interface LiveFlags {
  readonly flags: readonly LiveFlag[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: string;
}

/** The caches of the services. */
export interface ServiceCaches {
  /** One flag's entries as they are kept, in one round trip; undefined where a service has none. */
  values(flagId: string, services: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Names of all fields that a service's cache has: ids of flags, deleted ones too, and what is none. */
  flagIds(service: string): Promise<readonly string[]>;
}

type LogLevel = "debug" | "info" | "warn" | "error";

export interface CheckerPorts {
  readonly flags: PublishedFlags;
  readonly caches: ServiceCaches;
  /** Names of all services, in order. */
  readonly services: readonly string[];
  /** How long a share of the services has a version before the next one gets it, in milliseconds. */
  readonly bakeMs: number;
  readonly count: (metric: "ConsistencyChecks" | "InconsistentFlags" | "StalledReleases", value: number) => void;
  /** Milliseconds. */
  readonly measure: (metric: "CheckDuration", milliseconds: number) => void;
  readonly log: (level: LogLevel, message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One line of a log, by field: `@timestamp`, `@log`, `@ptr` and what else was asked for. */
export type LogRow = Readonly<Record<string, string>>;

/** Seconds since 1970; both belong to it. */
export interface LogWindow {
  readonly start: number;
  readonly end: number;
}

export interface LogQueryState {
  readonly status: "running" | "complete" | "failed";
  /** What was found so far. */
  readonly rows: readonly LogRow[];
  /** What the service calls the status, such as `Timeout`. */
  readonly told: string;
}

/** CloudWatch Logs Insights, over the log groups of the functions. */
export interface LogQueries {
  /** @returns the id of the query; undefined where as many are running as the service allows */
  start(query: string, window: LogWindow, signal: AbortSignal): Promise<string | undefined>;
  state(id: string, signal: AbortSignal): Promise<LogQueryState>;
  /** Ends a query that is still running. */
  stop(id: string): Promise<void>;
}
