import { createHash } from "node:crypto";
import { decodeJson } from "./json";
import { asNumber, asTruth } from "./operators";
import { asText, isList, type Value } from "./value";

/** Functions of texts and numbers: nothing can be told of their result unless all that they are given is. */
export const TEXT_FUNCTIONS: Readonly<Record<string, (...args: readonly Value[]) => Value | undefined>> = {
  abs: (number) => onNumbers([number], Math.abs),
  base64encode: (text) => onText(text, (given) => Buffer.from(given).toString("base64")),
  base64decode: (text) => onText(text, (given) => Buffer.from(given, "base64").toString()),
  base64sha256: (text) => digest("sha256", text, "base64"),
  ceil: (number) => onNumbers([number], Math.ceil),
  endswith: (text, end) => onTexts([text, end], ([given, wanted]) => given.endsWith(wanted)),
  floor: (number) => onNumbers([number], Math.floor),
  jsondecode: (text) => onText(text, decodeJson),
  lower: (text) => onText(text, (given) => given.toLowerCase()),
  max: (...numbers) => onNumbers(numbers, Math.max),
  md5: (text) => digest("md5", text, "hex"),
  min: (...numbers) => onNumbers(numbers, Math.min),
  range: (...numbers) => range(numbers),
  replace: (text, from, to) => onTexts([text, from, to], ([given, old, fresh]) => replace(given, old, fresh)),
  sha1: (text) => digest("sha1", text, "hex"),
  sha256: (text) => digest("sha256", text, "hex"),
  sort: (list) => sort(list ?? null),
  split: (separator, text) => onTexts([separator, text], ([by, given]) => given.split(by)),
  startswith: (text, start) => onTexts([text, start], ([given, wanted]) => given.startsWith(wanted)),
  substr: (text, offset, length) =>
    onText(text, (given) => substring(given, asNumber(offset ?? null), asNumber(length ?? null))),
  tobool: (value) => asTruth(value ?? null),
  tonumber: (value) => asNumber(value ?? null),
  tostring: (value) => onText(value, (given) => given),
  trimprefix: (text, prefix) =>
    onTexts([text, prefix], ([given, start]) => (given.startsWith(start) ? given.slice(start.length) : given)),
  trimspace: (text) => onText(text, (given) => given.trim()),
  trimsuffix: (text, suffix) =>
    onTexts([text, suffix], ([given, end]) =>
      given.endsWith(end) ? given.slice(0, given.length - end.length) : given,
    ),
  upper: (text) => onText(text, (given) => given.toUpperCase()),
};

function onText<T>(value: Value | undefined, read: (text: string) => T): T | undefined {
  const text = asText(value ?? null);
  return text === undefined ? undefined : read(text);
}

function onTexts<T>(
  values: readonly (Value | undefined)[],
  read: (texts: readonly [string, string, string]) => T,
): T | undefined {
  const texts = values.map((value) => asText(value ?? null));
  const [first, second, third = ""] = texts;
  return first === undefined || second === undefined || texts.includes(undefined)
    ? undefined
    : read([first, second, third]);
}

function onNumbers(
  values: readonly (Value | undefined)[],
  calculate: (...numbers: readonly number[]) => number,
): number | undefined {
  const numbers = values.map((value) => asNumber(value ?? null));
  return numbers.includes(undefined) ? undefined : calculate(...(numbers as readonly number[]));
}

function digest(algorithm: string, text: Value | undefined, encoding: "hex" | "base64"): string | undefined {
  return onText(text, (given) => createHash(algorithm).update(given).digest(encoding));
}

/** `range(end)` and `range(start, end)`; as many as Terraform itself allows. */
function range(values: readonly Value[]): readonly number[] | undefined {
  const numbers = values.map((value) => asNumber(value) ?? Number.NaN);
  const [start = Number.NaN, end = Number.NaN] = values.length === 1 ? [0, ...numbers] : numbers;
  return values.length <= 2 && end - start <= 1024
    ? Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index)
    : undefined;
}

function sort(list: Value): readonly string[] | undefined {
  const texts = isList(list) ? list.map(asText) : [undefined];
  return texts.every((text) => text !== undefined) ? texts.toSorted() : undefined;
}

/** A pattern between slashes is a regular expression, of another dialect: not told. */
function replace(text: string, from: string, to: string): string | undefined {
  return /^\/.*\/$/.test(from) ? undefined : text.replaceAll(from, () => to);
}

/** Terraform counts a length of -1 as all that is left. */
function substring(text: string, offset: number | undefined, length: number | undefined): string | undefined {
  if (offset === undefined || length === undefined) {
    return undefined;
  }
  const characters = [...text];
  const start = offset < 0 ? characters.length + offset : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}
