import {
  type EvaluationContext,
  type FlagValueType,
  GeneralError,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderNotReadyError,
  type ResolutionDetails,
  StandardResolutionReasons,
} from "@openfeature/server-sdk";
import type { FlagCacheReader } from "../cache/flag-cache-reader";
import { KnownFlags } from "./known-flags";

export interface PlumblineProviderOptions {
  /** The service whose flags are evaluated, such as `service-0001`. */
  readonly service: string;
  readonly reader: FlagCacheReader;
  /** How often the cache is asked whether it changed, in milliseconds. @default 1000 */
  readonly pollIntervalMs?: number;
  /** After how long a read counts as failed, in milliseconds. @default 5000 */
  readonly readTimeoutMs?: number;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Ends what the reader holds open, when the provider is closed. @default nothing to end */
  readonly close?: () => void;
}

type State = "not-ready" | "failed" | "ready" | "stale";

/**
 * An OpenFeature provider that evaluates the flags of one service in this process. They are read from the service's
 * cache, and again whenever it changed. While the cache cannot be read, or has lost flags, the last ones known are
 * evaluated, with the reason STALE and `age_ms` in the flag metadata: the milliseconds since the cache last held them.
 *
 * @example
 * await OpenFeature.setProviderAndWait(new PlumblineProvider({ service: "service-0001", reader }));
 * const on = await OpenFeature.getClient().getBooleanValue("new-checkout", false, { targetingKey: "user-1" });
 */
export class PlumblineProvider implements Provider {
  readonly metadata = { name: "plumbline" } as const;
  readonly runsOn = "server";
  readonly events = new OpenFeatureEventEmitter();

  private readonly now: () => number;
  private readonly pollIntervalMs: number;
  private readonly readTimeoutMs: number;
  private flags: KnownFlags;
  private state: State = "not-ready";
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: PlumblineProviderOptions) {
    this.now = options.now ?? Date.now;
    this.pollIntervalMs = milliseconds("pollIntervalMs", options.pollIntervalMs ?? 1_000);
    this.readTimeoutMs = milliseconds("readTimeoutMs", options.readTimeoutMs ?? 5_000);
    this.flags = this.nothingKnown();
  }

  /** @throws GeneralError where the flags cannot be read; it goes on trying, and tells PROVIDER_READY once they are. */
  async initialize(): Promise<void> {
    const { flags } = this;
    try {
      await flags.refresh();
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      throw new GeneralError(this.unreadable(error), { cause: error });
    } finally {
      this.pollLater(flags);
    }
  }

  /** Ends the polling and forgets the flags. Another initialize() starts anew. */
  async onClose(): Promise<void> {
    clearTimeout(this.timer);
    this.state = "not-ready";
    this.flags = this.nothingKnown();
    this.options.close?.();
  }

  async resolveBooleanEvaluation(flagKey: string, defaultValue: boolean, context: EvaluationContext) {
    return this.resolve("boolean", flagKey, defaultValue, context);
  }

  async resolveStringEvaluation(flagKey: string, defaultValue: string, context: EvaluationContext) {
    return this.resolve("string", flagKey, defaultValue, context);
  }

  async resolveNumberEvaluation(flagKey: string, defaultValue: number, context: EvaluationContext) {
    return this.resolve("number", flagKey, defaultValue, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(flagKey: string, defaultValue: T, context: EvaluationContext) {
    return this.resolve("object", flagKey, defaultValue, context);
  }

  private resolve<T extends JsonValue>(
    type: FlagValueType,
    flagKey: string,
    defaultValue: T,
    context: EvaluationContext,
  ): ResolutionDetails<T> {
    if (!this.flags.isKnown) {
      throw new ProviderNotReadyError(`The flags of ${this.options.service} have not been read yet.`);
    }
    const resolution = this.flags.flags.resolveAs(type, flagKey, defaultValue, context, this.now());
    const age = this.flags.staleFor(flagKey);
    if (age === undefined) return resolution;
    const { reason, errorCode, flagMetadata } = resolution;
    // An error stays one: STALE would make it look like an answer.
    if (errorCode !== undefined) return { ...resolution, flagMetadata: { ...flagMetadata, age_ms: age } };
    return {
      ...resolution,
      reason: StandardResolutionReasons.STALE,
      flagMetadata: { ...flagMetadata, age_ms: age, resolved_reason: reason },
    };
  }

  private pollLater(flags: KnownFlags): void {
    // Closed, or started anew, while the read was under way.
    if (flags !== this.flags) return;
    this.timer = setTimeout(() => void this.poll(flags), this.pollIntervalMs);
    this.timer.unref();
  }

  private async poll(flags: KnownFlags): Promise<void> {
    try {
      const changed = await flags.refresh();
      if (flags === this.flags) this.tell(changed);
    } catch (error) {
      if (flags === this.flags) this.tellStale(this.unreadable(error));
    } finally {
      this.pollLater(flags);
    }
  }

  private tell(changed: readonly string[]): void {
    const first = this.state === "failed";
    if (this.flags.isStale) {
      this.tellStale(
        `The cache of ${this.options.service} has lost flags; the last known ones stay: ${this.flags.behindFlags.join(", ")}.`,
      );
    } else if (this.state !== "ready") {
      this.state = "ready";
      this.events.emit(ProviderEvents.Ready, { message: `The flags of ${this.options.service} are read.` });
    }
    // Nobody has seen any flag before the first read: then all of them are new, and PROVIDER_READY says it.
    if (changed.length > 0 && !first) {
      this.events.emit(ProviderEvents.ConfigurationChanged, {
        message: `Flags of ${this.options.service} changed.`,
        flagsChanged: [...changed],
      });
    }
  }

  private tellStale(message: string): void {
    if (this.state !== "ready") return;
    this.state = "stale";
    this.events.emit(ProviderEvents.Stale, { message });
  }

  private unreadable(error: unknown): string {
    const reason = error instanceof Error ? error.message : String(error);
    return `The flags of ${this.options.service} cannot be read: ${reason}`;
  }

  private nothingKnown(): KnownFlags {
    return new KnownFlags(this.options.reader, this.options.service, this.now, this.readTimeoutMs);
  }
}

/** Longest time that a timer of Node keeps. */
const LONGEST_MS = 2 ** 31 - 1;

function milliseconds(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value <= LONGEST_MS) return value;
  throw new RangeError(`${name} is ${value}. It has to be a whole number of milliseconds from 1 to ${LONGEST_MS}.`);
}
