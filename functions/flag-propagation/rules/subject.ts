import type { ContentFacts } from "./content-facts";
import type { TargetingFacts } from "./targeting-facts";

/** What a decision may depend on beside the record itself. */
export interface RuleContext {
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The current records of the flags that this one depends on, directly or not, by id; a missing one does not exist. */
  readonly known: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/**
 * A record as the rules see it. Whatever the record holds, each member here has the type that is written here: what is
 * missing or of another type reads as empty ("" for text, NaN for numbers and times, an empty list or object). The rules
 * about types look at `raw` and say so; every other rule takes an empty member for kept.
 */
export interface Subject {
  readonly context: RuleContext;
  /** The version before this one; undefined for the first. */
  readonly previous: Subject | undefined;
  /** The record as it came. Members named like JavaScript's own (`__proto__`) are its own members, never inherited. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** What all of `raw` holds. */
  readonly content: ContentFacts;
  /** Whether this version says that the flag is deleted: then nothing is there to be resolved, and all of it is empty. */
  readonly deleted: boolean;

  readonly flagId: string;
  readonly version: number;
  readonly environment: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  readonly reason: string;
  readonly user: string;
  readonly principal: string;
  readonly correlationId: string;

  readonly state: string;
  /** In the order of the record. */
  readonly variantNames: readonly string[];
  /** The values of the variants, in the order of their names. */
  readonly variantValues: readonly unknown[];
  /** Type of all the values; "mixed" where they differ, "none" where there are none, "other" where it is none of flagd's. */
  readonly valueType: "boolean" | "string" | "number" | "object" | "mixed" | "none" | "other";
  readonly defaultVariant: string;
  readonly targeting: TargetingFacts;
  readonly metadataKeys: readonly string[];
  readonly metadataValues: readonly unknown[];

  readonly description: string;
  readonly kind: string;
  readonly team: string;
  readonly email: string;
  readonly tags: readonly string[];
  readonly ticket: string;
  readonly approvedBy: string;
  /** Milliseconds since 1970. */
  readonly approvedAt: number;
  readonly promotedFrom: string;
  readonly promotedVersion: number;

  /** Milliseconds since 1970, NaN where not given or not readable. */
  readonly enableAt: number;
  readonly disableAt: number;
  readonly reviewAt: number;
  readonly expiresAt: number;

  /** Ids of the flags that this one depends on, in the order of the record. */
  readonly dependencyIds: readonly string[];
  /** The variants that they have to resolve to, in the same order. */
  readonly dependencyVariants: readonly string[];
}
