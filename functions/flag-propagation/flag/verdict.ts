/** What the validator decided about one write of a flag; kept in the flags table beside the flag. */
export interface Verdict {
  readonly flag_id: string;
  /** See table-keys.ts. */
  readonly record: string;
  /** 0 where the write had no readable version. */
  readonly version: number;
  readonly valid: boolean;
  /** Ids of the critical rules that the write breaks, in the order of the rules: empty for a valid one. */
  readonly broken: readonly string[];
  /** Ids of the advisory rules that it breaks. */
  readonly advisories: readonly string[];
  /** Milliseconds since 1970. */
  readonly validated_at: number;
  /** When the topic had it; absent for an invalid one, and until it was published. Milliseconds since 1970. */
  readonly published_at?: number;
  /**
   * When every service that takes the flag was first found to have the version, as the table has it: from then on it is
   * known to be good. Milliseconds since 1970.
   */
  readonly confirmed_at?: number;
  /**
   * The share of the services that it was published to so far, in percent (release/share.ts). It only rises; at the end
   * of a guarded release it is 100. @default 100
   */
  readonly share?: number;
  /** When it was published to that share. Milliseconds since 1970. @default published_at */
  readonly share_at?: number;
  /** What the newest comparison of the caches found; one that agrees like the one before it is not kept again. */
  readonly last_check?: KeptCheck;
}

/** What a comparison of the caches found. */
export interface KeptCheck {
  readonly outcome: "consistent" | "lagging" | "inconsistent";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many services were compared, and how many of them disagree. */
  readonly services: number;
  readonly disagreeing: number;
  /** The first twenty of them. */
  readonly disagreements: readonly {
    readonly service: string;
    readonly kind: string;
    readonly version: number | null;
  }[];
}
