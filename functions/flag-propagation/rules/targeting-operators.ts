import type { Rule } from "./rule";
import type { OperationFacts } from "./targeting-facts";
import { everyOperation, isPlain } from "./targeting-json";

/** Operators that JsonLogic and flagd have in every language that flagd has an SDK for. */
const KNOWN_OPERATORS = new Set(
  (
    "var missing missing_some if == === != !== ! !! or and > >= < <= max min + - * / % " +
    "map reduce filter all none some merge in cat substr fractional starts_with ends_with sem_ver"
  ).split(" "),
);

/** Known too well: each has a rule of its own. */
const LOG = "log";
const REFERENCE = "$ref";

const INHERITED_NAMES = new Set([...Object.getOwnPropertyNames(Object.prototype), "prototype"]);

const TWO_ARGUMENTS = new Set(["==", "===", "!=", "!==", ">", ">=", "/", "%"]);
const LIST_OPERATORS = new Set(["map", "filter", "all", "none", "some"]);
const VERSION_OPERATORS = new Set<unknown>(["=", "!=", "<", "<=", ">", ">=", "^", "~"]);

/** As lenient as flagd: a leading v, and minor and patch may be left out. */
const VERSION =
  /^[vV]?(?:\d{1,9}(?:\.\d{1,9})?|\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?)$/;

/** Which operators targeting may be made of, and what each of them takes. */
export const operatorRules: readonly Rule[] = [
  {
    id: "TARGET-01",
    severity: "critical",
    sentence: "Targeting nests at most 16 operations, so that no evaluator runs out of stack.",
    holds: ({ targeting }) => targeting.depth <= 16,
  },
  {
    id: "TARGET-02",
    severity: "critical",
    sentence: "Targeting holds at most 1,000 values, so that every evaluation stays short.",
    holds: ({ targeting }) => targeting.size <= 1000,
  },
  {
    id: "TARGET-03",
    severity: "critical",
    sentence: "Every object in targeting has exactly one member, which is the operator.",
    holds: ({ targeting }) => targeting.malformed === 0,
  },
  {
    id: "TARGET-04",
    severity: "critical",
    sentence: "No operator is named like a member of JavaScript's own objects, such as __proto__ or constructor.",
    holds: ({ targeting }) => everyOperation(targeting, ({ operator }) => !INHERITED_NAMES.has(operator)),
  },
  {
    id: "TARGET-05",
    severity: "critical",
    sentence: "Every operator is one that JsonLogic or flagd has in every language.",
    holds: ({ targeting }) => everyOperation(targeting, isKnownOrElsewhere),
  },
  {
    id: "TARGET-06",
    severity: "critical",
    sentence: "Targeting does not use log, which would write attributes of callers into the logs of every service.",
    holds: ({ targeting }) => everyOperation(targeting, ({ operator }) => operator !== LOG),
  },
  {
    id: "TARGET-07",
    severity: "critical",
    sentence: "Targeting does not use $ref, since a flag travels alone and shared evaluators do not travel with it.",
    holds: ({ targeting }) => everyOperation(targeting, ({ operator }) => operator !== REFERENCE),
  },
  {
    id: "TARGET-08",
    severity: "critical",
    sentence: "Comparisons and divisions have two arguments, < and <= two or three, and negations one.",
    holds: ({ targeting }) => everyOperation(targeting, hasOperands),
  },
  {
    id: "TARGET-09",
    severity: "critical",
    sentence: "Each if has at least a condition and a result, and each and and or at least one argument.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: list }) =>
        operator === "if" ? list.length >= 2 : (operator !== "and" && operator !== "or") || list.length >= 1,
      ),
  },
  {
    id: "TARGET-10",
    severity: "critical",
    sentence: "Operators over lists have a list and an expression, and reduce a value to start with as well.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: list }) =>
        LIST_OPERATORS.has(operator) ? list.length === 2 : operator !== "reduce" || list.length === 3,
      ),
  },
  {
    id: "TARGET-11",
    severity: "critical",
    sentence: "Each starts_with and ends_with has two arguments: the text and what it starts or ends with.",
    holds: ({ targeting }) =>
      everyOperation(targeting, (operation) => !isAffix(operation) || operation.arguments.length === 2),
  },
  {
    id: "TARGET-12",
    severity: "critical",
    sentence: "What starts_with and ends_with compare is text wherever it is written out.",
    holds: ({ targeting }) => everyOperation(targeting, comparesText),
  },
  {
    id: "TARGET-13",
    severity: "critical",
    sentence: "What starts_with and ends_with look for is not empty, since every text would match.",
    holds: ({ targeting }) =>
      everyOperation(targeting, (operation) => !isAffix(operation) || operation.arguments[1] !== ""),
  },
  {
    id: "TARGET-14",
    severity: "critical",
    sentence: "Each sem_ver has three arguments: a version, a comparison and a version.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: list }) => operator !== "sem_ver" || list.length === 3),
  },
  {
    id: "TARGET-15",
    severity: "critical",
    sentence: "The comparison of each sem_ver is =, !=, <, <=, >, >=, ^ or ~.",
    holds: ({ targeting }) =>
      everyOperation(
        targeting,
        ({ operator, arguments: list }) =>
          operator !== "sem_ver" || list.length !== 3 || VERSION_OPERATORS.has(list[1]),
      ),
  },
  {
    id: "TARGET-16",
    severity: "critical",
    sentence: "Versions that sem_ver compares are semantic versions wherever they are written out.",
    holds: ({ targeting }) =>
      everyOperation(
        targeting,
        ({ operator, arguments: list }) =>
          operator !== "sem_ver" || list.length !== 3 || (isVersion(list[0]) && isVersion(list[2])),
      ),
  },
  {
    id: "TARGET-17",
    severity: "critical",
    sentence: "Each in has two arguments, and looks in a list or a text.",
    holds: ({ targeting }) => everyOperation(targeting, looksInsideSomething),
  },
];

function isKnownOrElsewhere({ operator }: OperationFacts): boolean {
  return KNOWN_OPERATORS.has(operator) || operator === LOG || operator === REFERENCE || INHERITED_NAMES.has(operator);
}

function hasOperands({ operator, arguments: list }: OperationFacts): boolean {
  if (TWO_ARGUMENTS.has(operator)) return list.length === 2;
  if (operator === "<" || operator === "<=") return list.length === 2 || list.length === 3;
  return (operator !== "!" && operator !== "!!") || list.length === 1;
}

function isAffix({ operator }: OperationFacts): boolean {
  return operator === "starts_with" || operator === "ends_with";
}

function comparesText(operation: OperationFacts): boolean {
  if (!isAffix(operation) || operation.arguments.length !== 2) return true;
  const [text, affix] = operation.arguments;
  return isTextOrComputed(text) && isTextOrComputed(affix);
}

function isTextOrComputed(value: unknown): boolean {
  return typeof value === "string" || (!isPlain(value) && !Array.isArray(value));
}

function isVersion(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" ? VERSION.test(String(value)) : !isPlain(value);
}

function looksInsideSomething({ operator, arguments: list }: OperationFacts): boolean {
  if (operator !== "in") return true;
  return list.length === 2 && (typeof list[1] === "string" || !isPlain(list[1]));
}
