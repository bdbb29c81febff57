import type { Verdict } from "../flag/verdict";
import type { ChangeTopic } from "../validator/ports";
import type { Waves } from "./waves";

/** The flags table, as far as a release reads and writes it. All reads are consistent. */
export interface ReleaseStore {
  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined>;

  /** The verdict of the newest version that keeps all critical rules, published or about to be. */
  newestValid(flagId: string): Promise<Verdict | undefined>;

  /** A version as it was written; undefined where the table does not have it. */
  version(flagId: string, version: number): Promise<Readonly<Record<string, unknown>> | undefined>;

  /** Keeps that a version was published to a share, in percent. One that has this share or a larger one stays. */
  raise(verdict: Verdict, share: number, at: number): Promise<void>;
}

/** An alarm, as CloudWatch tells it. */
export interface AlarmState {
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** When it came to be so; undefined where that is not told. Milliseconds since 1970. */
  readonly since: number | undefined;
}

/** The alarm that is watched. */
export interface WatchedAlarm {
  readonly name: string;
  /** @returns undefined where there is none of that name */
  state(): Promise<AlarmState | undefined>;
}

export interface ReleasePorts {
  readonly store: ReleaseStore;
  readonly changes: ChangeTopic;
  readonly waves: Waves;
  /** How long a share has a version before the next one gets it, in milliseconds. */
  readonly bakeMs: number;
  /** Undefined where none is watched. */
  readonly alarm: WatchedAlarm | undefined;
  readonly count: (metric: "SharesReleased" | "ReleasesHalted", value: number) => void;
  readonly log: (level: "info" | "warn" | "error", message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
