import { encodeJson } from "./json";
import { asNumber, equal } from "./operators";
import { asText, holdsUntold, isList, isObject, isUntold, type Value } from "./value";

/** Functions that pass on what they are given, so that a part that can't be told stays a part. */
export const COLLECTION_FUNCTIONS: Readonly<Record<string, (...args: readonly Value[]) => Value | undefined>> = {
  coalesce: (...values) => values.find((value) => value !== null && value !== ""),
  coalescelist: (...lists) => lists.find((list) => !isList(list) || list.length > 0),
  compact: (list) => onList(list, (values) => values.filter((value) => value !== null && value !== "")),
  concat: (...lists) => (lists.every(isList) ? lists.flat() : undefined),
  contains: (list, wanted) => onList(list, (values) => contains(values, wanted ?? null)),
  distinct: (list) => onList(list, distinct),
  element: (list, index) => onList(list, (values) => element(values, asNumber(index ?? null))),
  flatten: (list) => onList(list, flatten),
  format: (pattern, ...args) => format(pattern ?? null, args),
  join: (separator, list) => onList(list, (values) => join(separator ?? null, values)),
  jsonencode: (value) => encodeJson(value ?? null),
  keys: (map) => onMap(map, (entries) => Object.keys(entries).sort()),
  length: (value) => length(value ?? null),
  lookup: (map, key, otherwise) => onMap(map, (entries) => lookup(entries, key ?? null, otherwise)),
  merge: (...maps) => merge(maps.filter((map) => map !== null)),
  nonsensitive: (value) => value,
  one: (list) => onList(list, (values) => (values.length > 1 ? undefined : (values[0] ?? null))),
  reverse: (list) => onList(list, (values) => values.toReversed()),
  sensitive: (value) => value,
  setunion: (...lists) => (lists.every(isList) ? distinct(lists.flat()) : undefined),
  slice: (list, from, to) => onList(list, (values) => slice(values, asNumber(from ?? null), asNumber(to ?? null))),
  tolist: (list) => onList(list, (values) => values),
  tomap: (map) => onMap(map, (entries) => entries),
  toset: (list) => onList(list, distinct),
  values: (map) => onMap(map, valuesOf),
  zipmap: (keys, values) => onList(keys, (names) => onList(values, (given) => zip(names, given))),
};

type Entries = Readonly<Record<string, Value>>;

function onList(value: Value | undefined, read: (values: readonly Value[]) => Value | undefined): Value | undefined {
  return value !== undefined && isList(value) ? read(value) : undefined;
}

function onMap(value: Value | undefined, read: (entries: Entries) => Value | undefined): Value | undefined {
  return value !== undefined && isObject(value) ? read(value) : undefined;
}

function contains(values: readonly Value[], wanted: Value): boolean | undefined {
  const found = values.map((value) => equal(value, wanted));
  return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
}

/** By their JSON, so that the time stays linear in the number of values. */
function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [encodeJson(value), value])).values()];
}

function element(values: readonly Value[], index: number | undefined): Value | undefined {
  return index === undefined || values.length === 0 ? undefined : values[index % values.length];
}

function slice(values: readonly Value[], from: number | undefined, to: number | undefined): Value | undefined {
  return from === undefined || to === undefined ? undefined : values.slice(from, to);
}

/** A loop and no recursion, since lists may hold lists of any depth. */
function flatten(values: readonly Value[]): readonly Value[] {
  const flat: Value[] = [];
  const rest = values.toReversed();
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (isList(value)) {
      rest.push(...value.toReversed());
    } else {
      flat.push(value);
    }
  }
  return flat;
}

/** Knows `%s`, `%d`, `%v`, `%q` and `%%`; any other verb can't be told. */
function format(pattern: Value, args: readonly Value[]): Value | undefined {
  if (typeof pattern !== "string" || /%(?!0\d{1,2}d|[sdvq])/.test(pattern.replaceAll("%%", ""))) {
    return undefined;
  }
  const texts = args.map(asText);
  let next = 0;
  const formatted = pattern.replace(/%(?:0(\d{1,2})(?=d))?([sdvq%])/g, (_, width: string | undefined, verb: string) => {
    if (verb === "%") {
      return "%";
    }
    const text = texts[next] ?? "";
    next += 1;
    return verb === "q" ? JSON.stringify(text) : zeroPadded(text, Number(width ?? 0));
  });
  return texts.includes(undefined) || next !== texts.length ? undefined : formatted;
}

/** The sign stands before the zeros, and counts. */
function zeroPadded(number: string, width: number): string {
  return number.startsWith("-") ? `-${number.slice(1).padStart(width - 1, "0")}` : number.padStart(width, "0");
}

function join(separator: Value, values: readonly Value[]): string | undefined {
  const texts = values.map(asText);
  return typeof separator === "string" && !texts.includes(undefined) ? texts.join(separator) : undefined;
}

function length(value: Value): number | undefined {
  if (isList(value)) {
    return value.length;
  }
  if (isObject(value)) {
    return Object.keys(value).length;
  }
  return typeof value === "string" && !isUntold(value) ? [...value].length : undefined;
}

function lookup(entries: Entries, key: Value, otherwise: Value | undefined): Value | undefined {
  if (typeof key !== "string" || holdsUntold(key)) {
    return undefined;
  }
  return Object.hasOwn(entries, key) ? entries[key] : otherwise;
}

function merge(maps: readonly Value[]): Value | undefined {
  return maps.every(isObject) ? Object.fromEntries(maps.flatMap((map) => Object.entries(map))) : undefined;
}

function valuesOf(entries: Entries): readonly Value[] {
  return Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}

function zip(keys: readonly Value[], values: readonly Value[]): Value {
  return Object.fromEntries(keys.map((key, index) => [asText(key) ?? "", values[index] ?? null]));
}
