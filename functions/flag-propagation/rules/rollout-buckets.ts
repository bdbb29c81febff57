import type { FractionalFacts } from "./targeting-facts";
import { operationOf, sameJson, someValue } from "./targeting-json";

/** Operators that give a text wherever their arguments do: anything else cannot decide a bucket. */
const TEXT_OPERATORS = new Set(["var", "cat", "substr", "if", "or", "and"]);

const NESTED_IN_BUCKET = 4;

/** Whether what decides the bucket reads something about the caller. */
export function readsCaller({ bucketPaths }: FractionalFacts): boolean {
  return bucketPaths.some((path) => !path.startsWith("$flagd"));
}

export function givesText({ bucketBy }: FractionalFacts): boolean {
  const operation = operationOf(bucketBy);
  return operation === undefined || TEXT_OPERATORS.has(operation[0]);
}

/** Whether a bucket splits its callers once more by what brought them into it. */
export function splitsAlike({ buckets, bucketBy }: FractionalFacts): boolean {
  return buckets.some(
    (bucket) =>
      Array.isArray(bucket) &&
      someValue(
        bucket[0],
        (value) => {
          const operation = operationOf(value);
          if (operation === undefined || operation[0] !== "fractional" || !Array.isArray(operation[1])) return false;
          const first: unknown = operation[1][0];
          return sameJson(Array.isArray(first) ? undefined : first, bucketBy);
        },
        NESTED_IN_BUCKET,
      ),
  );
}

/** Whether all callers land in one of the buckets. */
export function isOneForAll({ weights }: FractionalFacts): boolean {
  let filled = 0;
  for (const weight of weights) if (weight > 0) filled++;
  return filled === 1;
}

/** Share of the smallest bucket that anybody lands in, from 0 to 1; NaN where the weights are wrong. */
export function smallestShare({ weights, total }: FractionalFacts): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const weight of weights) if (weight > 0 && weight < smallest) smallest = weight;
  return smallest / total;
}
