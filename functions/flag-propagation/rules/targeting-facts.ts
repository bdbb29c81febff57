/** What was found in one `fractional` operation. */
export interface FractionalFacts {
  /** What decides the bucket: the first argument, undefined where it is left out. */
  readonly bucketBy: unknown;
  /** Paths that `var` reads in it; "" for one that is no text. */
  readonly bucketPaths: readonly string[];
  /** The buckets as they came: `["on", 10]`, or `["on"]`. */
  readonly buckets: readonly unknown[];
  /** Names of the variants, "" for a bucket without a text for a name. */
  readonly names: readonly string[];
  /** Weights, 1 where left out, NaN where it is no number. */
  readonly weights: readonly number[];
  /** The sum of the weights. */
  readonly total: number;
  /** How many operations it lies in. */
  readonly depth: number;
}

/** One operation that was found in a flag's targeting. */
export interface OperationFacts {
  readonly operator: string;
  /** Its arguments; a single one that is no list as a list of it. */
  readonly arguments: readonly unknown[];
  readonly depth: number;
}

/**
 * What a walk through a flag's targeting finds, once, for all rules. The walk ends at its limits, however deep or large
 * the targeting is, and then says so.
 */
export interface TargetingFacts {
  /** Whether there is any: `{}` is none. */
  readonly present: boolean;
  /** Whether the walk ended at a limit, so that what follows is not all there is. */
  readonly truncated: boolean;
  /** Deepest nesting of operations found. */
  readonly depth: number;
  /** Values visited. */
  readonly size: number;
  readonly operations: readonly OperationFacts[];
  /** Objects that are no operation, since they have not exactly one member. */
  readonly malformed: number;
  /** Paths that `var` reads, such as `email` or `$flagd.timestamp`; "" for one that is no text. */
  readonly variables: readonly string[];
  /** Texts that the targeting may result in: where it ends in a plain value, by branch. */
  readonly outcomes: readonly string[];
  /** Results that are no text: true, 3, null. */
  readonly otherOutcomes: readonly unknown[];
  /** Operators, other than those that choose a branch, that the targeting may end in: what they result in is computed. */
  readonly computedBy: readonly string[];
  readonly fractionals: readonly FractionalFacts[];
}
