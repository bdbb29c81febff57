import { ErrorCode } from "@openfeature/core";
import type { FlagCacheReader } from "../cache/flag-cache-reader";
import { KnownFlags } from "../client/known-flags";
import { OfrepFailure } from "./ofrep-failure";

/** For how long the last known flags are answered while Redis cannot be read, in milliseconds. */
export const LAST_KNOWN_FOR_MS = 15 * 60_000;

/** After a failed read, how long requests are answered from what is known before Redis is tried again, in milliseconds. */
export const RETRY_AFTER_MS = 1_000;

/** How many services' flags are kept in memory; the one that was not asked for the longest gives way. */
export const KEPT_SERVICES = 64;

/** Longest wait for Redis within one request, in milliseconds. */
const READ_TIMEOUT_MS = 5_000;

export interface ServiceFlagsOptions {
  readonly reader: FlagCacheReader;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every read that failed. */
  readonly report: (error: unknown, service: string) => void;
}

/** The flags of many services as their caches hold them now, and through an outage as they were last read. */
export class ServiceFlags {
  /** In the order of their last use. */
  private readonly kept = new Map<string, { readonly flags: KnownFlags; retryAt: number }>();

  constructor(private readonly options: ServiceFlagsOptions) {}

  /** @throws OfrepFailure 500 where nothing is known, or nothing that is new enough */
  async current(service: string): Promise<KnownFlags> {
    const { reader, now, report } = this.options;
    const kept = this.kept.get(service) ?? {
      flags: new KnownFlags(reader, service, now, READ_TIMEOUT_MS),
      retryAt: Number.NEGATIVE_INFINITY,
    };
    this.keep(service, kept);
    if (now() >= kept.retryAt) {
      try {
        await kept.flags.refresh();
      } catch (error) {
        kept.retryAt = now() + RETRY_AFTER_MS;
        report(error, service);
      }
    }
    const { age } = kept.flags;
    if (age === undefined) throw unavailable(`The flags of ${service} cannot be read, and none are known from before.`);
    if (age > LAST_KNOWN_FOR_MS) {
      throw unavailable(
        `The flags of ${service} cannot be read. What is known is ${age} ms old, ${LAST_KNOWN_FOR_MS} are allowed.`,
      );
    }
    return kept.flags;
  }

  private keep(service: string, flags: { readonly flags: KnownFlags; retryAt: number }): void {
    this.kept.delete(service);
    this.kept.set(service, flags);
    if (this.kept.size <= KEPT_SERVICES) return;
    const [longestUnused] = this.kept.keys();
    if (longestUnused !== undefined) this.kept.delete(longestUnused);
  }
}

const unavailable = (details: string) =>
  new OfrepFailure(500, ErrorCode.GENERAL, details, { "retry-after": String(RETRY_AFTER_MS / 1_000) });
