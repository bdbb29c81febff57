import { isUnavailable } from "../../shared/aws/transient";
import type { FlagReads } from "./store";

/** A table of flags in a Region. */
export interface RegionReads {
  /** Such as `us-west-2`. */
  readonly region: string;
  /** What a read may take, in milliseconds; then it counts as not answered. */
  readonly budgetMs: number;
  /** @param signal ends the read when its time is over */
  readonly table: (signal: AbortSignal) => FlagReads;
}

export interface FallbackReadsOptions {
  /** Asked first. */
  readonly home: RegionReads;
  /** Asked where the home Region does not answer. It may be behind: what it holds was replicated some time ago. */
  readonly replica: RegionReads;
  /** How long the home Region is not asked first after it did not answer, in milliseconds: not every request waits for it. */
  readonly restMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A signal that comes after so many milliseconds. @default AbortSignal.timeout */
  readonly deadline?: (ms: number) => AbortSignal;
  readonly count: (metric: "FallbackReads") => void;
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** What was read, and where it is from when it is not the home Region. */
export interface Read<Value> {
  readonly value: Value;
  readonly region?: string;
}

/**
 * Reads of the home Region, or of its replica where the home Region does not answer in time, cannot be reached or has a
 * fault of its own (5xx). What it refuses, the replica would refuse as well.
 */
export class FallbackReads {
  /** Milliseconds since 1970. */
  private restsUntil = 0;

  constructor(private readonly options: FallbackReadsOptions) {}

  /** @throws what the home Region failed with, where neither answers. */
  async read<Value>(use: (table: FlagReads) => Promise<Value>): Promise<Read<Value>> {
    if (this.isResting()) {
      const read = await this.fromReplica(use);
      return read ?? { value: await this.fromHome(use) };
    }
    try {
      return { value: await this.fromHome(use) };
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      const read = await this.fromReplica(use);
      if (read !== undefined) return read;
      throw error;
    }
  }

  private async fromHome<Value>(use: (table: FlagReads) => Promise<Value>): Promise<Value> {
    const { home, restMs, now, warn } = this.options;
    try {
      return await this.bounded(home, use);
    } catch (error) {
      if (isUnavailable(error)) {
        this.restsUntil = now() + restMs;
        warn("the home Region does not answer", { region: home.region, error });
      }
      throw error;
    }
  }

  /** @returns undefined where the replica does not answer either. */
  private async fromReplica<Value>(use: (table: FlagReads) => Promise<Value>): Promise<Read<Value> | undefined> {
    const { replica, count, warn } = this.options;
    try {
      const value = await this.bounded(replica, use);
      count("FallbackReads");
      return { value, region: replica.region };
    } catch (error) {
      warn("the replica cannot be read", { region: replica.region, error });
      return undefined;
    }
  }

  private async bounded<Value>(
    { region, budgetMs, table }: RegionReads,
    use: (table: FlagReads) => Promise<Value>,
  ): Promise<Value> {
    const { deadline = (ms) => AbortSignal.timeout(ms) } = this.options;
    const signal = deadline(budgetMs);
    const overdue = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([use(table(signal)), overdue]);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw Object.assign(new Error(`DynamoDB in ${region} did not answer within ${budgetMs} ms.`), {
        name: "TimeoutError",
      });
    }
  }

  private isResting(): boolean {
    const left = this.restsUntil - this.options.now();
    // A clock that was set back must not make it last.
    return left > 0 && left <= this.options.restMs;
  }
}
