import {
  ErrorCode,
  type EvaluationContext,
  type FlagMetadata,
  type FlagValueType,
  type JsonValue,
  StandardResolutionReasons,
} from "@openfeature/core";
import type { CacheEntry } from "../cache/cache-entry";
import { endlessDependencies } from "./endless-dependencies";
import { EvaluableFlag } from "./evaluable-flag";
import type { FlagResolution } from "./resolution";

/** What flags that others depend on resolved to, within one evaluation. */
type Settled = Map<string, FlagResolution>;

/**
 * The flags of one service at one point in time. It never changes: a later one is made from it, and takes over what is
 * compiled of the flags whose version is the same.
 */
export class FlagSet {
  private constructor(
    /** All that is known, deleted flags included. */
    readonly entries: ReadonlyMap<string, CacheEntry>,
    private readonly flags: ReadonlyMap<string, EvaluableFlag>,
    private readonly endless: ReadonlySet<string>,
    private readonly metadata: FlagMetadata,
  ) {}

  static empty(service: string): FlagSet {
    return new FlagSet(new Map(), new Map(), new Set(), Object.freeze({ service }));
  }

  /** @param entries one a flag, deleted ones included */
  with(entries: ReadonlyMap<string, CacheEntry>): FlagSet {
    const flags = new Map<string, EvaluableFlag>();
    for (const [id, entry] of entries) {
      if ("deleted" in entry) continue;
      const known = this.entries.get(id)?.version === entry.version ? this.flags.get(id) : undefined;
      flags.set(id, known ?? new EvaluableFlag(entry, entry.flag, this.metadata));
    }
    return new FlagSet(entries, flags, endlessDependencies(flags), this.metadata);
  }

  /** Ids of the flags that are not deleted, in alphabetical order. */
  get ids(): readonly string[] {
    return [...this.flags.keys()].sort();
  }

  /** The flags that this one depends on, directly. */
  dependenciesOf(id: string): readonly string[] {
    return this.flags.get(id)?.dependencies.map(({ flag_id }) => flag_id) ?? [];
  }

  /**
   * @param now milliseconds since 1970, for schedules. `$flagd.timestamp` in targeting is the clock of flagd-core.
   * @returns FLAG_NOT_FOUND for a flag that is deleted or was never there
   */
  resolve(id: string, context: EvaluationContext, now: number): FlagResolution {
    const flag = this.flags.get(id);
    if (flag === undefined) return this.notFound(id);
    return flag.dependencies.length === 0 ? evaluate(flag, context, now) : this.settle(flag, context, now, new Map());
  }

  /** As `resolve`, and TYPE_MISMATCH for a value of another type. */
  resolveAs<T extends JsonValue>(
    type: FlagValueType,
    id: string,
    defaultValue: T,
    context: EvaluationContext,
    now: number,
  ): FlagResolution & { readonly value: T } {
    const resolution = this.resolve(id, context, now);
    const { value, flagMetadata } = resolution;
    if (value === undefined) return { ...resolution, value: defaultValue };
    if (typeof value === type) return resolution as FlagResolution & { readonly value: T };
    return {
      value: defaultValue,
      reason: StandardResolutionReasons.ERROR,
      errorCode: ErrorCode.TYPE_MISMATCH,
      errorMessage: `Flag '${id}' resolves to a ${typeof value}, asked for was a ${type}.`,
      flagMetadata,
    };
  }

  /** What every flag resolves to for one context, at one time, in the order of their ids. */
  resolveAll(context: EvaluationContext, now: number): readonly (FlagResolution & { readonly id: string })[] {
    const settled: Settled = new Map();
    return this.ids.flatMap((id) => {
      const flag = this.flags.get(id);
      return flag === undefined ? [] : [{ id, ...this.settle(flag, context, now, settled) }];
    });
  }

  private settle(flag: EvaluableFlag, context: EvaluationContext, now: number, settled: Settled): FlagResolution {
    const known = settled.get(flag.id);
    if (known !== undefined) return known;
    const resolution =
      flag.withoutTargeting(now) ??
      this.unmetDependency(flag, context, now, settled) ??
      // Decided with the dependencies met, by the flag's own targeting.
      flag.target(context);
    settled.set(flag.id, resolution);
    return resolution;
  }

  private unmetDependency(
    flag: EvaluableFlag,
    context: EvaluationContext,
    now: number,
    settled: Settled,
  ): FlagResolution | undefined {
    const endless = this.endless.has(flag.id);
    const unmet = flag.dependencies.find(({ flag_id, variant }) => {
      if (endless) return true;
      const needed = this.flags.get(flag_id);
      return needed === undefined || this.settle(needed, context, now, settled).variant !== variant;
    });
    return unmet && flag.fallback(unmet.flag_id);
  }

  private notFound(id: string): FlagResolution {
    return {
      reason: StandardResolutionReasons.ERROR,
      errorCode: ErrorCode.FLAG_NOT_FOUND,
      errorMessage: `Flag '${id}' was not found.`,
      flagMetadata: this.metadata,
    };
  }
}

function evaluate(flag: EvaluableFlag, context: EvaluationContext, now: number): FlagResolution {
  return flag.withoutTargeting(now) ?? flag.target(context);
}
