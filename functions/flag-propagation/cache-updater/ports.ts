/** One versioned write to a service's cache. */
export interface CacheWrite {
  readonly flagId: string;
  readonly version: number;
  /** See ../cache/cache-entry.ts. */
  readonly value: string;
  /** Whether it takes the place of an entry of the same version too, which may be damaged. @default false */
  readonly resync?: boolean;
}

/** The caches of all services. */
export interface FlagCache {
  /**
   * Writes each entry whose version is newer than the one that is there, or with `resync` the same, all in one round trip.
   *
   * @returns for each write, in order, whether it was written. Resolves only when Redis has answered.
   */
  write(service: string, writes: readonly CacheWrite[]): Promise<readonly boolean[]>;
}

/** Where messages are kept that can never be processed. */
interface DeadLetters {
  /** Resolves once the message is durable there. */
  keep(letter: { readonly reason: string; readonly service: string; readonly body: string }): Promise<void>;
}

export interface UpdaterPorts {
  readonly cache: FlagCache;
  readonly deadLetters: DeadLetters;
  /** @returns the service whose queue has this ARN. @throws Error for the ARN of any other queue. */
  readonly serviceOf: (queueArn: string) => string;
  /** The deployment's environment, such as `dev`: changes of any other are refused. */
  readonly environment: string;
  readonly count: (metric: "FlagsCached" | "FlagsOutdated" | "MessagesRejected", value: number) => void;
  /** The logger keeps `service` for the function itself, hence `service_id`. */
  readonly log: (
    level: "debug" | "info" | "warn" | "error",
    message: string,
    details: Readonly<Record<string, unknown>>,
  ) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
