import { isList, isObject, untold, type Value } from "./value";

/** Far more than any argument holds; what doubles itself from reference to reference soon goes beyond it. */
const MOST_PARTS = 1_000_000;
const LONGEST_TEXT = 100_000_000;

/** Measures values; what a value shares with others is measured once. */
export class Sizes {
  private readonly known = new WeakMap<object, number>();

  /** @returns the value, or that it can't be told where it is too large to be looked through. */
  bounded(value: Value, text: string): Value {
    return this.size(value) > MOST_PARTS ? untold(text) : value;
  }

  private size(value: Value): number {
    if (typeof value === "string") {
      return value.length > LONGEST_TEXT ? Number.POSITIVE_INFINITY : 1;
    }
    if (!isList(value) && !isObject(value)) {
      return 1;
    }
    const known = this.known.get(value);
    if (known !== undefined) {
      return known;
    }
    const parts: readonly Value[] = isList(value) ? value : Object.values(value);
    const size = parts.reduce((sum: number, part) => sum + this.size(part), 1);
    this.known.set(value, size);
    return size;
  }
}
