import { givesText, isOneForAll, readsCaller, smallestShare, splitsAlike } from "./rollout-buckets";
import type { Rule } from "./rule";
import type { Subject } from "./subject";
import type { FractionalFacts } from "./targeting-facts";
import { everyOperation, isPlain, operationOf } from "./targeting-json";

/** flagd computes with 32 bits. */
const MAX_TOTAL = 2_147_483_647;
const READABLE_TOTALS = new Set([100, 1000, 10_000]);
const DAY = 86_400_000;

/** How a share of the callers gets a variant: operations `fractional` in targeting. */
export const rolloutRules: readonly Rule[] = [
  {
    id: "ROLLOUT-01",
    severity: "critical",
    sentence: "Each bucket of a rollout is a list of a variant and, where it is given, a weight.",
    holds: (subject) =>
      every(subject, ({ buckets }) =>
        buckets.every((bucket) => Array.isArray(bucket) && (bucket.length === 1 || bucket.length === 2)),
      ),
  },
  {
    id: "ROLLOUT-02",
    severity: "critical",
    sentence: "A rollout has at least one bucket.",
    holds: (subject) => every(subject, ({ buckets }) => buckets.length > 0),
  },
  {
    id: "ROLLOUT-03",
    severity: "critical",
    sentence: "A rollout has at most 50 buckets.",
    holds: (subject) => every(subject, ({ buckets }) => buckets.length <= 50),
  },
  {
    id: "ROLLOUT-04",
    severity: "critical",
    sentence: "Weights of a rollout are whole numbers that are written out.",
    holds: (subject) => every(subject, ({ weights }) => weights.every((weight) => Number.isInteger(weight))),
  },
  {
    id: "ROLLOUT-05",
    severity: "critical",
    sentence: "No weight of a rollout is negative, which flagd would take for 0 without a word.",
    holds: (subject) => every(subject, ({ weights }) => !weights.some((weight) => weight < 0)),
  },
  {
    id: "ROLLOUT-06",
    severity: "critical",
    sentence: "The weights of a rollout are not all 0, since nobody would land in any bucket.",
    holds: (subject) => every(subject, ({ weights }) => weights.length === 0 || weights.some((weight) => weight !== 0)),
  },
  {
    id: "ROLLOUT-07",
    severity: "critical",
    sentence: "The weights of a rollout add up to at most 2,147,483,647, past which flagd gives no variant.",
    holds: (subject) => every(subject, ({ total }) => !(total > MAX_TOTAL)),
  },
  {
    id: "ROLLOUT-08",
    severity: "critical",
    sentence: "Either all buckets of a rollout have a weight or none, since one left out counts as 1.",
    holds: (subject) => every(subject, weighsAllOrNone),
  },
  {
    id: "ROLLOUT-09",
    severity: "critical",
    sentence: "What decides the bucket is an expression or left out, never a number, true, false or null.",
    holds: (subject) =>
      every(subject, ({ bucketBy }) => bucketBy === undefined || typeof bucketBy === "string" || !isPlain(bucketBy)),
  },
  {
    id: "ROLLOUT-10",
    severity: "critical",
    sentence: "What decides the bucket is not one text for all, which would send every caller into one bucket.",
    holds: (subject) => every(subject, ({ bucketBy }) => typeof bucketBy !== "string"),
  },
  {
    id: "ROLLOUT-11",
    severity: "critical",
    sentence: "An expression that decides the bucket reads an attribute of the caller.",
    holds: (subject) => every(subject, (split) => isPlain(split.bucketBy) || readsCaller(split)),
  },
  {
    id: "ROLLOUT-12",
    severity: "critical",
    sentence: "An expression that decides the bucket gives a text: no comparison, number or list.",
    holds: (subject) => every(subject, givesText),
  },
  {
    id: "ROLLOUT-13",
    severity: "critical",
    sentence: "The time does not decide the bucket, since a caller would change variants with every second.",
    holds: (subject) => every(subject, ({ bucketPaths }) => !bucketPaths.includes("$flagd.timestamp")),
  },
  {
    id: "ROLLOUT-14",
    severity: "critical",
    sentence: "A rollout inside a bucket of another is decided by something else, or its shares are not what they say.",
    holds: (subject) => every(subject, (split) => !splitsAlike(split)),
  },
  {
    id: "ROLLOUT-15",
    severity: "critical",
    sentence: "No rollout is itself a condition or negated, since the name of a variant always counts as true.",
    holds: ({ targeting }) =>
      targeting.fractionals.length === 0 ||
      everyOperation(targeting, ({ operator, arguments: list }) => {
        if (operator === "!" || operator === "!!") return !isRollout(list[0]);
        return operator !== "if" || !list.some((value, place) => isCondition(place, list) && isRollout(value));
      }),
  },
  {
    id: "ROLLOUT-16",
    severity: "critical",
    sentence: "Permissions are not given by chance: a flag of the kind permission has no rollout.",
    holds: ({ kind, targeting }) => kind !== "permission" || targeting.fractionals.length === 0,
  },
  {
    id: "ROLLOUT-17",
    severity: "advisory",
    sentence: "Weights add up to 100, 1,000 or 10,000, or are left out, so that they read as shares.",
    holds: (subject) =>
      every(
        subject,
        ({ total, weights }) =>
          Number.isNaN(total) || READABLE_TOTALS.has(total) || weights.every((weight) => weight === weights[0]),
      ),
  },
  {
    id: "ROLLOUT-18",
    severity: "advisory",
    sentence: "No two buckets of a rollout give the same variant, whose share would have to be added up.",
    holds: (subject) => every(subject, namesOnce),
  },
  {
    id: "ROLLOUT-19",
    severity: "advisory",
    sentence: "The flag's key takes part in deciding the bucket, so that not the same callers try every flag.",
    holds: (subject) =>
      every(subject, (split) => isPlain(split.bucketBy) || split.bucketPaths.includes("$flagd.flagKey")),
  },
  {
    id: "ROLLOUT-20",
    severity: "advisory",
    sentence: "An e-mail address does not decide the bucket, since callers change it and would change variants.",
    holds: (subject) => every(subject, ({ bucketPaths }) => !bucketPaths.includes("email")),
  },
  {
    id: "ROLLOUT-21",
    severity: "advisory",
    sentence: "A rollout that has reached everybody is replaced by the variant that everybody gets.",
    holds: (subject) => every(subject, (split) => !isOneForAll(split)),
  },
  {
    id: "ROLLOUT-22",
    severity: "advisory",
    sentence: "The rollout of a release is over within 90 days after the flag was made.",
    holds: ({ kind, targeting, createdAt, context }) =>
      kind !== "release" || targeting.fractionals.length === 0 || !(context.now - createdAt > 90 * DAY),
  },
  {
    id: "ROLLOUT-23",
    severity: "advisory",
    sentence: "An experiment splits its callers, and its smallest bucket takes at least one of a hundred.",
    holds: ({ kind, targeting }) =>
      kind !== "experiment" ||
      (targeting.fractionals.length > 0 && !targeting.fractionals.some((split) => smallestShare(split) < 0.01)),
  },
  {
    id: "ROLLOUT-24",
    severity: "advisory",
    sentence: "Of the buckets of a release or an experiment one gives the default variant, to compare with.",
    holds: ({ kind, targeting, defaultVariant }) =>
      (kind !== "release" && kind !== "experiment") ||
      targeting.fractionals.length === 0 ||
      targeting.fractionals.some(({ names, buckets }) => buckets.length === 0 || names.includes(defaultVariant)),
  },
];

/** What was not wholly walked through is refused for that: nothing more is looked for in it. */
function every({ targeting }: Subject, keeps: (split: FractionalFacts) => boolean): boolean {
  const { fractionals, truncated } = targeting;
  if (truncated) return true;
  for (let index = 0; index < fractionals.length; index++) {
    const split = fractionals[index];
    if (split !== undefined && !keeps(split)) return false;
  }
  return true;
}

function weighsAllOrNone({ buckets }: FractionalFacts): boolean {
  let weighed = 0;
  let bare = 0;
  for (const bucket of buckets) {
    if (!Array.isArray(bucket)) continue;
    if (bucket.length === 1) bare++;
    else if (bucket.length === 2) weighed++;
  }
  return weighed === 0 || bare === 0;
}

function namesOnce({ names }: FractionalFacts): boolean {
  if (names.length === 2) return names[0] === "" || names[0] !== names[1];
  const named = names.filter((name) => name !== "");
  return new Set(named).size === named.length;
}

function isCondition(place: number, list: readonly unknown[]): boolean {
  return place % 2 === 0 && place < list.length - 1;
}

function isRollout(value: unknown): boolean {
  return operationOf(value)?.[0] === "fractional";
}
