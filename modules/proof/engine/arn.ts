import { ANY, matches, ONE, UNKNOWN } from "./glob";
import { and, type Ternary } from "./ternary";

/** `arn`, partition, service, region, account, and the rest, which may hold colons of its own. */
const SEGMENTS = 6;

/**
 * @returns whether the ARN of a request matches an ARN of a statement's `Resource`.
 *
 * AWS matches segment by segment, and documents that a `*` at the end of a segment "can expand to match beyond the colon
 * boundaries", without saying which segments may follow. `arn:aws:sqs*` therefore matches every queue for certain;
 * `arn:aws:sqs:*:events`, which matches only if its star spans region and account, is unknown.
 */
export function matchesResource(pattern: string, arn: string): Ternary {
  if (pattern === ANY || matchesSegments(pattern, arn) === true) return true;
  return matches(pattern, arn) === false ? false : "unknown";
}

/** @returns whether an ARN matches by the `Arn…` condition operators: each of the six segments by itself. */
export function matchesArnCondition(pattern: string, arn: string): Ternary {
  if (!isWhole(pattern) || !isWhole(arn)) return "unknown";
  return matchesSegments(pattern, arn);
}

/** @returns the account an ARN belongs to. */
export function accountOf(arn: string): string | undefined {
  return split(arn, SEGMENTS)[4];
}

/** The last segment of a pattern that has fewer than six stands for all the rest. */
function matchesSegments(pattern: string, arn: string): Ternary {
  if (differsBeforeWildcards(pattern, arn)) return false;
  const patterns = split(pattern, SEGMENTS);
  const texts = split(arn, patterns.length);
  if (patterns.length !== texts.length) return false;
  return and(...patterns.map((segment, index) => matches(segment, texts[index] ?? "")));
}

/** Most ARNs that are compared differ in the service or the name already: then neither has to be taken apart. */
function differsBeforeWildcards(pattern: string, arn: string): boolean {
  if (pattern.includes(UNKNOWN) || arn.includes(UNKNOWN)) return false;
  for (let index = 0; index < pattern.length; index++) {
    const expected = pattern[index];
    if (expected === ANY || expected === ONE) return false;
    if (expected !== arn[index]) return true;
  }
  return false;
}

function isWhole(arn: string): boolean {
  return split(arn, SEGMENTS).length === SEGMENTS;
}

/** @returns the segments of an ARN, at most so many, the last holding all the rest. */
function split(arn: string, count: number): readonly string[] {
  const segments = arn.split(":");
  return segments.length <= count ? segments : [...segments.slice(0, count - 1), segments.slice(count - 1).join(":")];
}
