import type { FlagChange } from "../flag/flag-change";
import type { Verdict } from "../flag/verdict";
import type { Waves } from "../release/waves";

/** Identifies a verdict in the flags table. */
export interface VerdictKey {
  readonly flag_id: string;
  readonly record: string;
}

/** Verdicts, kept beside the flags. */
export interface VerdictStore {
  /** @returns those of the asked verdicts that are there, read consistently, by `record` within `flag_id`. */
  find(keys: readonly VerdictKey[]): Promise<readonly Verdict[]>;
  /**
   * Makes a decision durable before it is carried out: a valid one without `published_at`, or an invalid one.
   *
   * @returns the verdict that stands: this one, or the one that was there first and that has to be followed
   */
  decide(verdict: Verdict): Promise<Verdict>;
  /**
   * Keeps a verdict that was carried out; it completes a valid decision that is there. Any other verdict that is there
   * stays. Resolves once it is durable.
   */
  keep(verdict: Verdict): Promise<void>;
}

/** The current versions of other flags, for rules about dependencies. */
export interface FlagReader {
  /** @returns the current records of those that exist, as the table has them, by id. */
  current(ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>;
}

/** A change, and whom it is for. */
export interface Publication {
  readonly change: FlagChange;
  /** The share of the services that get it, in percent. */
  readonly share: number;
}

/** Where valid changes go. */
export interface ChangeTopic {
  /** @returns for each of them, in order, undefined once it is durable, or the error that kept it from being so. */
  publish(publications: readonly Publication[]): Promise<readonly (Error | undefined)[]>;
}

/** Where it is announced that a change was refused. */
export interface RejectionTopic {
  announce(verdict: Verdict): Promise<void>;
}

export interface ValidatorPorts {
  readonly verdicts: VerdictStore;
  readonly flags: FlagReader;
  readonly changes: ChangeTopic;
  readonly rejections: RejectionTopic;
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  /** None where versions go to all services at once. */
  readonly waves: Waves;
  readonly count: (metric: "FlagsPublished" | "FlagsRejected" | "AdvisoriesBroken", value: number) => void;
  readonly log: (
    level: "debug" | "info" | "warn" | "error",
    message: string,
    details: Readonly<Record<string, unknown>>,
  ) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
