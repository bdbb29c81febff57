/** Written in one Region to be found in another. */
export interface ReplicationPorts {
  readonly home: {
    /** @returns the beat's number, which rises with each. */
    beat(now: number): Promise<number>;
  };
  readonly replica: {
    /** @returns the number of the newest beat that is there, 0 for none. */
    newestBeat(): Promise<number>;
  };
  /** In milliseconds: from the write's acknowledgement until it was found. */
  readonly lag: (ms: number) => void;
  readonly count: (metric: "ReplicationMissing") => void;
  readonly log: (level: "info" | "error", message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** @param ms milliseconds */
  readonly wait: (ms: number) => Promise<unknown>;
}
