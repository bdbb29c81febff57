import { isOneForAll } from "./rollout-buckets";
import type { Subject } from "./subject";
import type { FractionalFacts } from "./targeting-facts";
import { sameJson } from "./targeting-json";

/** What flagd decides a bucket by where a rollout does not say. */
const DEFAULT_BUCKET_BY = { cat: [{ var: "$flagd.flagKey" }, { var: "targetingKey" }] };

/**
 * Share of the callers that get a variant, from 0 to 1, as far as a record tells: by its largest bucket, or all of them
 * where there is no targeting. NaN where targeting alone decides.
 */
export function shareOf({ targeting, defaultVariant }: Subject, variant: string): number {
  if (!targeting.present) return variant === defaultVariant ? 1 : 0;
  if (targeting.fractionals.length === 0) return Number.NaN;
  let share = 0;
  for (const { names, weights, total } of targeting.fractionals) {
    for (let index = 0; index < names.length; index++) {
      if (names[index] === variant) share = Math.max(share, (weights[index] ?? 0) / total);
    }
  }
  return share;
}

/** Calls for each rollout that goes on from one version to the next, matched by their order in the targeting. */
export function everyRollout(
  previous: Subject,
  next: Subject,
  keeps: (before: FractionalFacts, after: FractionalFacts) => boolean,
): boolean {
  const before = previous.targeting.fractionals;
  const after = next.targeting.fractionals;
  if (before.length !== after.length) return true;
  return before.every((split, index) => {
    const successor = after[index];
    return successor === undefined || isOneForAll(split) || keeps(split, successor);
  });
}

export function bucketsAlike(before: FractionalFacts, after: FractionalFacts): boolean {
  return sameJson(before.bucketBy ?? DEFAULT_BUCKET_BY, after.bucketBy ?? DEFAULT_BUCKET_BY);
}

/** Whether the variants that both have come in the same order in both. */
export function ordersAlike(before: FractionalFacts, after: FractionalFacts): boolean {
  const kept = before.names.filter((name) => after.names.includes(name));
  const still = after.names.filter((name) => before.names.includes(name));
  return kept.length !== still.length || kept.every((name, index) => name === still[index]);
}
