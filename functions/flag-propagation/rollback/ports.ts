import type { Verdict } from "../flag/verdict";
import type { StoredVersion } from "../flags-api/store";
import type { FlagReader } from "../validator/ports";

/** The flags table, as far as a rollback reads and writes it. All reads are consistent. */
export interface RollbackStore extends FlagReader {
  /** The current version, also one that says the flag is deleted; undefined where there is none. */
  get(flagId: string): Promise<StoredVersion | undefined>;

  /** A version of the history; undefined where it is not there. */
  version(flagId: string, version: number): Promise<StoredVersion | undefined>;

  /** The newest version of the history. @param below looks only at those lower than this */
  newest(flagId: string, below?: number): Promise<StoredVersion | undefined>;

  /** All verdicts on a version: none while it is not decided, more than one where it was written past the API too. */
  verdicts(flagId: string, version: number): Promise<readonly Verdict[]>;

  /** The verdicts on the newest versions up to this one that were published, newest first; as many as decide. */
  published(flagId: string, upTo: number): Promise<readonly Verdict[]>;

  /**
   * Makes a version the current one and adds it to the history, wholly or not at all.
   *
   * @param predecessor the version that it replaces, 0 for none
   * @returns false when that is not the current version, or the version is in the history: another writer was first.
   */
  append(version: StoredVersion, predecessor: number): Promise<boolean>;
}

export interface RollbackPorts {
  readonly store: RollbackStore;
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  /** The ARN that this function runs by: it stands in each version that it writes. */
  readonly principal: string;
  /** Finds the invocation in the logs. */
  readonly correlationId: string;
  readonly count: (metric: "Rollbacks" | "RollbacksSuperseded" | "RollbacksStopped") => void;
  readonly log: (level: "info" | "warn" | "error", message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
