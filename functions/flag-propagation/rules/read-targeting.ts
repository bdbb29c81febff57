import type { FractionalFacts, OperationFacts, TargetingFacts } from "./targeting-facts";

/** Deepest nesting of operations that the walk follows. The rules allow far less. */
export const WALK_MAX_DEPTH = 64;

/** Most values that the walk visits. The rules allow far less. */
export const WALK_MAX_SIZE = 4096;

/** Most values that are looked at in what decides a bucket. */
const BUCKET_MAX_SIZE = 128;

/** Which of a list's values may be what the whole targeting results in. */
enum Results {
  None,
  /** Those behind a condition, and the last one where nothing stands behind it. */
  Branches,
  All,
  /** Of each bucket its first. */
  Buckets,
  First,
}

const NOTHING: readonly never[] = Object.freeze([]);

const NO_TARGETING: TargetingFacts = Object.freeze({
  present: false,
  truncated: false,
  depth: 0,
  size: 0,
  operations: NOTHING,
  malformed: 0,
  variables: NOTHING,
  outcomes: NOTHING,
  otherOutcomes: NOTHING,
  computedBy: NOTHING,
  fractionals: NOTHING,
});

/** Walks through a flag's targeting, in the order of the text and without recursion, and says what is there. */
export function readTargeting(targeting: unknown): TargetingFacts {
  if (typeof targeting !== "object" || targeting === null || Array.isArray(targeting)) return NO_TARGETING;
  return hasMembers(targeting) ? new TargetingWalk(targeting) : NO_TARGETING;
}

/** What is found is kept where it is found: the walk is its own result. */
class TargetingWalk implements TargetingFacts {
  readonly present = true;
  truncated = false;
  depth = 0;
  size = 0;
  readonly operations: OperationFacts[] = [];
  malformed = 0;
  readonly variables: string[] = [];
  readonly outcomes: string[] = [];
  readonly otherOutcomes: unknown[] = [];
  readonly computedBy: string[] = [];
  readonly fractionals: FractionalFacts[] = [];

  /** The lists that the walk is in, each inside the one before; how far it is in each, and how each is read. */
  private readonly lists: (readonly unknown[])[] = [];
  private readonly places: number[] = [];
  private readonly depths: number[] = [];
  private readonly results: Results[] = [];

  constructor(targeting: object) {
    this.enter([targeting], 0, Results.All);
    while (this.lists.length > 0) {
      const top = this.lists.length - 1;
      const list = this.lists[top] ?? NOTHING;
      const place = this.places[top] ?? 0;
      if (place >= list.length) {
        this.leave();
        continue;
      }
      if (this.size === WALK_MAX_SIZE) {
        this.truncated = true;
        break;
      }
      this.places[top] = place + 1;
      this.visit(list[place], this.depths[top] ?? 0, this.results[top] ?? Results.None, place, list.length);
    }
    // Nothing of the targeting stays referred to that is not found.
    this.lists.length = 0;
  }

  private enter(list: readonly unknown[], depth: number, results: Results): void {
    this.lists.push(list);
    this.places.push(0);
    this.depths.push(depth);
    this.results.push(results);
  }

  private leave(): void {
    this.lists.pop();
    this.places.pop();
    this.depths.pop();
    this.results.pop();
  }

  private visit(value: unknown, depth: number, results: Results, place: number, length: number): void {
    this.size++;
    if (results === Results.Buckets && Array.isArray(value)) {
      this.enter(value, depth, Results.First);
      return;
    }
    const isResult = isResultAt(results, place, length);
    if (typeof value === "string") {
      if (isResult) this.outcomes.push(value);
    } else if (typeof value !== "object" || value === null) {
      if (isResult) this.otherOutcomes.push(value);
    } else if (Array.isArray(value)) {
      if (isResult) this.otherOutcomes.push(value);
      this.enter(value, depth, Results.None);
    } else {
      this.visitOperation(value as Readonly<Record<string, unknown>>, depth, isResult);
    }
  }

  private visitOperation(value: Readonly<Record<string, unknown>>, depth: number, isResult: boolean): void {
    const operator = onlyMember(value);
    if (operator === undefined) {
      this.malformed++;
      return;
    }
    const given = value[operator];
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (depth + 1 > this.depth) this.depth = depth + 1;
    this.operations.push({ operator, arguments: list, depth });
    if (operator === "var") this.variables.push(typeof list[0] === "string" ? list[0] : "");
    else if (operator === "fractional") this.fractionals.push(fractionalOf(list, depth));
    const results = isResult ? resultsOf(operator) : Results.None;
    if (isResult && results === Results.None) this.computedBy.push(operator);
    if (depth + 1 < WALK_MAX_DEPTH) this.enter(list, depth + 1, results);
    else this.truncated = true;
  }
}

function isResultAt(results: Results, place: number, length: number): boolean {
  switch (results) {
    case Results.None:
    case Results.Buckets:
      return false;
    case Results.Branches:
      return place % 2 === 1 || place === length - 1;
    case Results.All:
      return true;
    case Results.First:
      return place === 0;
  }
}

/** What of its arguments an operator may result in, where it chooses between them. */
function resultsOf(operator: string): Results {
  switch (operator) {
    case "if":
    case "?:":
      return Results.Branches;
    case "or":
    case "and":
      return Results.All;
    case "fractional":
      return Results.Buckets;
    default:
      return Results.None;
  }
}

/** A list is a bucket; anything else in the first place is what decides the bucket. */
function fractionalOf(list: readonly unknown[], depth: number): FractionalFacts {
  const keyed = list.length > 0 && !Array.isArray(list[0]);
  const count = Math.min(list.length, WALK_MAX_SIZE);
  const buckets: unknown[] = [];
  const names: string[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let index = keyed ? 1 : 0; index < count; index++) {
    const bucket = list[index];
    const name: unknown = Array.isArray(bucket) ? bucket[0] : undefined;
    const weight = weightOf(bucket);
    buckets.push(bucket);
    names.push(typeof name === "string" ? name : "");
    weights.push(weight);
    total += weight;
  }
  const bucketPaths = keyed ? pathsIn(list[0]) : NOTHING;
  return { bucketBy: keyed ? list[0] : undefined, bucketPaths, buckets, names, weights, total, depth };
}

/** Paths that an expression reads, as far as a short one has them. */
function pathsIn(expression: unknown): readonly string[] {
  const paths: string[] = [];
  const found: unknown[] = [expression];
  for (let place = 0; place < found.length && place < BUCKET_MAX_SIZE; place++) {
    const value = found[place];
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length && index < BUCKET_MAX_SIZE; index++) found.push(value[index]);
    } else if (typeof value === "object" && value !== null) {
      const operator = onlyMember(value);
      if (operator === undefined) continue;
      const given = (value as Readonly<Record<string, unknown>>)[operator];
      const first: unknown = Array.isArray(given) ? given[0] : given;
      if (operator === "var") paths.push(typeof first === "string" ? first : "");
      found.push(given);
    }
  }
  return paths;
}

function weightOf(bucket: unknown): number {
  if (!Array.isArray(bucket) || bucket.length === 0) return Number.NaN;
  if (bucket.length === 1) return 1;
  return typeof bucket[1] === "number" ? bucket[1] : Number.NaN;
}

function hasMembers(value: object): boolean {
  for (const name in value) if (Object.hasOwn(value, name)) return true;
  return false;
}

/** Name of the only member; undefined where there are none or more. */
function onlyMember(value: object): string | undefined {
  let only: string | undefined;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    if (only !== undefined) return undefined;
    only = name;
  }
  return only;
}
