import type { ContentFacts } from "./content-facts";

/** Deepest nesting that the walk follows. The rules allow less, and so does DynamoDB. */
export const CONTENT_MAX_DEPTH = 40;

/** Most values that the walk visits: more than an item of DynamoDB can hold. The rules allow far less. */
export const CONTENT_MAX_VALUES = 150_000;

const HALF_PAIR = /\p{Surrogate}/u;

/** Walks through a record, whatever it holds, and says what is there. */
export function readContent(record: Readonly<Record<string, unknown>>): ContentFacts {
  return new ContentWalk(record);
}

/** What is found is kept where it is found: the walk is its own result. */
class ContentWalk implements ContentFacts {
  truncated = false;
  depth = 0;
  values = 0;
  characters = 0;
  prototypeNames = false;
  foreign = false;
  halfPairs = false;

  constructor(record: Readonly<Record<string, unknown>>) {
    if (!isPlain(record)) this.foreign = true;
    this.members(record, 0);
  }

  private members(object: Readonly<Record<string, unknown>>, depth: number): void {
    for (const name in object) {
      if (isPrototypeName(name)) this.prototypeNames = true;
      this.text(name);
      this.value(object[name], depth);
      if (this.truncated) return;
    }
  }

  private value(value: unknown, depth: number): void {
    this.values += 1;
    if (typeof value === "string") this.text(value);
    else if (typeof value === "number") this.foreign ||= !Number.isFinite(value);
    else if (typeof value === "object" && value !== null) this.nested(value, depth + 1);
    else if (typeof value !== "boolean" && value !== null) this.foreign = true;
    if (this.values >= CONTENT_MAX_VALUES) this.truncated = true;
  }

  /** Calls itself by way of value() and members(), as deep as the limit and no deeper. */
  private nested(value: object, depth: number): void {
    if (depth > this.depth) this.depth = depth;
    if (depth >= CONTENT_MAX_DEPTH) {
      this.truncated = true;
      return;
    }
    if (Array.isArray(value)) {
      // By index, since a hole counts as undefined.
      for (let index = 0; index < value.length && !this.truncated; index++) this.value(value[index], depth);
      return;
    }
    if (!isPlain(value)) this.foreign = true;
    this.members(value as Readonly<Record<string, unknown>>, depth);
  }

  private text(text: string): void {
    this.characters += text.length;
    this.halfPairs ||= HALF_PAIR.test(text);
  }
}

/** Told by the length first, which is most names' end. */
function isPrototypeName(name: string): boolean {
  if (name.length === 9) return name === "__proto__" || name === "prototype";
  return name.length === 11 && name === "constructor";
}

/** Whether an object inherits no members, so that all that can be read of it is its own. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null) return true;
  // Another realm, such as a test's, has an Object.prototype of its own.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}
