import { ErrorCode, type EvaluationContext, type FlagMetadata, StandardResolutionReasons } from "@openfeature/core";
import { FeatureFlag } from "@openfeature/flagd-core";
import type { CacheEntry } from "../cache/cache-entry";
import type { FlagDependency } from "../flag/flag";
import type { PropagatedFlag } from "../flag/flag-change";
import { type ActiveWindow, activeWindow, isActive } from "./active-window";
import type { FlagResolution } from "./resolution";

/** What flagd has to say about a flag is in the resolution; its own log would repeat it with every evaluation. */
const SILENT = { error() {}, warn() {}, info() {}, debug() {} };

type FlagdFlag = ConstructorParameters<typeof FeatureFlag>[1];

/**
 * One version of a live flag, ready to be evaluated. Targeting is compiled when it is first needed, and kept. A flag
 * that cannot be read resolves to an error: it is never a reason for another one not to be readable.
 */
export class EvaluableFlag {
  readonly id: string;
  readonly dependencies: readonly FlagDependency[];
  private readonly metadata: FlagMetadata;
  private readonly window: ActiveWindow | undefined;
  private compiled: FeatureFlag | undefined;
  private fault: FlagResolution | undefined;

  constructor(
    entry: CacheEntry,
    private readonly flag: PropagatedFlag,
    setMetadata: FlagMetadata,
  ) {
    this.id = entry.flag_id;
    this.metadata = Object.freeze({ ...setMetadata, ...flag?.metadata, version: entry.version });
    try {
      this.window = flag.schedule ? activeWindow(flag.schedule) : undefined;
      this.dependencies = checked(flag.dependencies ?? []);
    } catch (error) {
      this.dependencies = [];
      this.fault = this.unreadable(error);
    }
  }

  /** An answer that depends on no targeting: the flag is disabled, not active now, or cannot be read. */
  withoutTargeting(now: number): FlagResolution | undefined {
    const compiled = this.compile();
    if (compiled === undefined) return this.fault;
    if (compiled.state === "ENABLED" && (this.window === undefined || isActive(this.window, now))) return undefined;
    return { reason: StandardResolutionReasons.DISABLED, flagMetadata: this.metadata };
  }

  /** What targeting says, or the default variant. */
  target(context: EvaluationContext): FlagResolution {
    const compiled = this.compile();
    if (compiled === undefined) return this.fault ?? this.failed();
    try {
      return compiled.evaluate(context, SILENT);
    } catch {
      // flagd turns what targeting gives into text, which a context may have made impossible.
      return this.failed();
    }
  }

  /** The default variant, because another flag does not resolve to what this one needs. */
  fallback(unmetDependency: string): FlagResolution {
    const variant = this.compile()?.defaultVariant;
    const value = variant === undefined ? undefined : this.compile()?.variants.get(variant);
    return {
      ...(variant !== undefined && value !== undefined && { value, variant }),
      reason: StandardResolutionReasons.DEFAULT,
      flagMetadata: { ...this.metadata, unmet_dependency: unmetDependency },
    };
  }

  private compile(): FeatureFlag | undefined {
    if (this.compiled !== undefined || this.fault !== undefined) return this.compiled;
    try {
      const { state, variants, defaultVariant, targeting } = this.flag;
      const definition = { state, variants, defaultVariant, ...(targeting && { targeting }), metadata: this.metadata };
      // flagd-core types targeting as text and reads it as the object that it is in flagd's format.
      this.compiled = new FeatureFlag(this.id, definition as unknown as FlagdFlag, SILENT);
    } catch (error) {
      this.fault = this.unreadable(error);
    }
    return this.compiled;
  }

  private unreadable(error: unknown): FlagResolution {
    const reason = error instanceof Error ? error.message : String(error);
    return this.error(ErrorCode.PARSE_ERROR, `Flag '${this.id}' cannot be read: ${reason}`);
  }

  private failed(): FlagResolution {
    return this.error(ErrorCode.GENERAL, `Error evaluating targeting rule for flag '${this.id}'`);
  }

  private error(errorCode: ErrorCode, errorMessage: string): FlagResolution {
    return { reason: StandardResolutionReasons.ERROR, errorCode, errorMessage, flagMetadata: this.metadata };
  }
}

function checked(dependencies: readonly FlagDependency[]): readonly FlagDependency[] {
  for (const { flag_id, variant } of dependencies) {
    if (typeof flag_id !== "string" || typeof variant !== "string") throw new Error("a dependency names no flag");
  }
  return dependencies;
}
