import { BlockList, isIP, isIPv4 } from "node:net";
import { matchesArnCondition } from "./arn";
import type { Context } from "./context";
import { maskUnknown, matches } from "./glob";
import { compilePattern } from "./pattern";
import type { Ternary } from "./ternary";

/**
 * How a request's value compares with a statement's; undefined where a policy variable has no value. A value that is
 * not of the operator's kind, such as a word where a number belongs, is unknown: AWS does not say what it makes of it.
 */
type Test = (requested: string, context: Context) => Ternary | undefined;

/** Reads a statement's value once. */
type Operator = (value: string) => Test;

/** Operators in lower case, in which AWS takes them, by what they ask; the negated ones ask for the contrary. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: textual(false, matches),
  stringequalsignorecase: textual(false, (pattern, text) => matches(pattern.toLowerCase(), text.toLowerCase())),
  stringlike: textual(true, matches),
  arnequals: textual(true, matchesArnCondition),
  arnlike: textual(true, matchesArnCondition),
  binaryequals,
  bool: comparing(toBoolean, (requested, value) => requested === value),
  numericequals: comparing(toNumber, (requested, value) => requested === value),
  numericlessthan: comparing(toNumber, (requested, value) => requested < value),
  numericlessthanequals: comparing(toNumber, (requested, value) => requested <= value),
  numericgreaterthan: comparing(toNumber, (requested, value) => requested > value),
  numericgreaterthanequals: comparing(toNumber, (requested, value) => requested >= value),
  dateequals: comparing(toSeconds, (requested, value) => requested === value),
  datelessthan: comparing(toSeconds, (requested, value) => requested < value),
  datelessthanequals: comparing(toSeconds, (requested, value) => requested <= value),
  dategreaterthan: comparing(toSeconds, (requested, value) => requested > value),
  dategreaterthanequals: comparing(toSeconds, (requested, value) => requested >= value),
  ipaddress: inAddressRange,
};

const NEGATED: Readonly<Record<string, string>> = {
  stringnotequals: "stringequals",
  stringnotequalsignorecase: "stringequalsignorecase",
  stringnotlike: "stringlike",
  arnnotequals: "arnequals",
  arnnotlike: "arnlike",
  numericnotequals: "numericequals",
  datenotequals: "dateequals",
  notipaddress: "ipaddress",
};

/** @returns what an operator asks and whether for the contrary; undefined for one that is not known. */
export function operatorNamed(name: string): { readonly test: Operator; readonly negated: boolean } | undefined {
  const positive = NEGATED[name];
  const test = OPERATORS[positive ?? name];
  return test && { test, negated: positive !== undefined };
}

/** Variables are filled in for the operators on texts and ARNs only. */
function textual(wildcards: boolean, match: (pattern: string, text: string) => Ternary): Operator {
  return (value) => {
    const pattern = compilePattern(value, wildcards);
    return (requested, context) => {
      const resolved = pattern(context);
      return resolved === undefined ? undefined : match(resolved, requested);
    };
  };
}

/** Both are written in Base64. */
function binaryequals(value: string): Test {
  const masked = maskUnknown(value);
  return (requested) => matches(masked, requested);
}

function comparing<T>(read: (text: string) => T | undefined, compare: (requested: T, value: T) => boolean): Operator {
  return (text) => {
    const value = read(text);
    return (requestedText) => {
      const requested = read(requestedText);
      return value === undefined || requested === undefined ? "unknown" : compare(requested, value);
    };
  };
}

function toBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" || lower === "false" ? lower === "true" : undefined;
}

function toNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Seconds since 1970, or a date of ISO 8601 in one of W3C's forms; `2024` could be either and is neither. */
function toSeconds(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** An address alone is a range of one. */
function inAddressRange(range: string): Test {
  const [address = "", bits, ...more] = range.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const most = family === "ipv4" ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  const isRange = isIP(address) !== 0 && more.length === 0 && /^\d+$/.test(bits ?? "0") && length <= most;
  if (!isRange) return () => "unknown";
  const addresses = new BlockList();
  addresses.addSubnet(address, length, family);
  return (requested) => {
    if (isIP(requested) === 0) return "unknown";
    return addresses.check(requested, isIPv4(requested) ? "ipv4" : "ipv6");
  };
}
