/**
 * What a walk through all of a record finds, once, for all rules. The walk ends at its limits, however deep or large the
 * record is, and then says so.
 */
export interface ContentFacts {
  /** Whether the walk ended at a limit, so that what follows is not all there is. */
  readonly truncated: boolean;
  /** Deepest nesting of objects and lists, the record itself not counted. */
  readonly depth: number;
  /** Texts, numbers, objects, lists and so on, the record itself not counted. */
  readonly values: number;
  /** UTF-16 code units in all texts and names of members. */
  readonly characters: number;
  /** Whether a member is named like what JavaScript inherits by: `__proto__`, `constructor` or `prototype`. */
  readonly prototypeNames: boolean;
  /** Whether a value is none of JSON's: undefined, NaN, an infinite number, a date, an object that inherits members. */
  readonly foreign: boolean;
  /** Whether a text or a name holds half of a surrogate pair. */
  readonly halfPairs: boolean;
}
