import type { Rule } from "./rule";
import type { Subject } from "./subject";
import type { TargetingFacts } from "./targeting-facts";
import { everyOperation, isPlain, pathOf, sameJson } from "./targeting-json";

/** Names through which a path leaves the caller's attributes for JavaScript's own objects. */
const PROTOTYPE_STEP = /(?:^|\.)(?:__proto__|prototype|constructor)(?:\.|$)/;
const FLAGD_PATHS = new Set(["$flagd.flagKey", "$flagd.timestamp"]);
const TIMESTAMP = "$flagd.timestamp";

/** Seconds reach this in the year 5138; milliseconds reached it in 1973. */
const SURELY_MILLISECONDS = 1e11;

const COMPARISONS = new Set("== === != !== ! !! > >= < <= in all none some starts_with ends_with sem_ver".split(" "));
const ORDERED = new Set(["<", "<=", ">", ">="]);
const NO_NAMES = new Set("+ - * / % min max map filter merge missing missing_some".split(" "));
const BUILT_TEXTS = new Set(["cat", "substr", "reduce"]);

/** Operators in which an empty path of `var` is the item that is looked at. */
const ITEM_OPERATORS = new Set(["map", "filter", "all", "none", "some", "reduce"]);

const ADDRESS = /^[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}$/;
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/i;
const DOTTED_NUMBERS = /^\d{1,9}\.\d{1,9}(?:\.\d{1,9})?$/;

const MAX_COMPARED_CONDITIONS = 16;

/** What targeting reads, and what comes out of it. */
export const resultRules: readonly Rule[] = [
  {
    id: "TARGET-18",
    severity: "critical",
    sentence: "Each var names the attribute that it reads by a text, so that what a flag depends on can be known.",
    holds: ({ targeting }) => targeting.variables.length === 0 || namesAttributes(targeting),
  },
  {
    id: "TARGET-19",
    severity: "critical",
    sentence: "No path of a var leads through __proto__, prototype or constructor.",
    holds: ({ targeting }) => everyText(targeting.variables, (path) => !PROTOTYPE_STEP.test(path)),
  },
  {
    id: "TARGET-20",
    severity: "critical",
    sentence: "Of what flagd itself provides, targeting reads only $flagd.flagKey and $flagd.timestamp.",
    holds: ({ targeting }) =>
      everyText(targeting.variables, (path) => !path.startsWith("$flagd") || FLAGD_PATHS.has(path)),
  },
  {
    id: "TARGET-21",
    severity: "critical",
    sentence: "$flagd.timestamp is compared with seconds since 1970, not with milliseconds.",
    holds: ({ targeting }) => !targeting.variables.includes(TIMESTAMP) || comparesSeconds(targeting),
  },
  {
    id: "TARGET-22",
    severity: "critical",
    sentence: "Every text that targeting may result in is the name of a variant.",
    holds: (subject) => everyText(subject.targeting.outcomes, (name) => subject.variantNames.includes(name)),
  },
  {
    id: "TARGET-23",
    severity: "critical",
    sentence: "What targeting may result in beside texts is null, or true or false where variants have these names.",
    holds: ({ targeting, variantNames }) =>
      targeting.otherOutcomes.every(
        (outcome) => outcome === null || (typeof outcome === "boolean" && variantNames.includes(String(outcome))),
      ),
  },
  {
    id: "TARGET-24",
    severity: "critical",
    sentence: "Targeting does not result in an attribute of the caller, who could then choose any variant.",
    holds: ({ targeting }) => !targeting.computedBy.includes("var"),
  },
  {
    id: "TARGET-25",
    severity: "critical",
    sentence: "Targeting results in a comparison only where there are variants named true and false.",
    holds: ({ targeting, variantNames }) =>
      everyText(targeting.computedBy, (operator) => !COMPARISONS.has(operator)) ||
      (variantNames.includes("true") && variantNames.includes("false")),
  },
  {
    id: "TARGET-26",
    severity: "critical",
    sentence: "Targeting does not result in a number or a list that it computes, since no variant has such a name.",
    holds: ({ targeting }) => everyText(targeting.computedBy, (operator) => !NO_NAMES.has(operator)),
  },
  {
    id: "TARGET-27",
    severity: "advisory",
    sentence: "Variants are named by targeting in full, not put together by cat, substr or reduce.",
    holds: ({ targeting }) => everyText(targeting.computedBy, (operator) => !BUILT_TEXTS.has(operator)),
  },
  {
    id: "TARGET-28",
    severity: "advisory",
    sentence: "No condition of an if is written out as a value, since it always decides alike.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: list }) => operator !== "if" || asks(list)),
  },
  {
    id: "TARGET-29",
    severity: "advisory",
    sentence: "No if asks one condition twice, since the second result is never reached.",
    holds: ({ targeting }) =>
      targeting.truncated ||
      everyOperation(targeting, ({ operator, arguments: list }) => operator !== "if" || asksOnce(list)),
  },
  {
    id: "TARGET-30",
    severity: "advisory",
    sentence: "Targeting can result in another variant than the default one, for else it does nothing.",
    holds: canDeviate,
  },
  {
    id: "TARGET-31",
    severity: "advisory",
    sentence: "No list that is written out in targeting has more than 100 entries: an attribute says it better.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: list }) => {
        const searched = operator === "in" ? list[1] : list[0];
        return !Array.isArray(searched) || searched.length <= 100;
      }),
  },
  {
    id: "TARGET-32",
    severity: "advisory",
    sentence: "Targeting holds no e-mail address of a person, since every service keeps a copy of it.",
    holds: ({ targeting }) =>
      targeting.truncated || everyOperation(targeting, ({ arguments: list }) => list.every(holdsNoAddress)),
  },
  {
    id: "TARGET-33",
    severity: "advisory",
    sentence: "A domain that a text has to end with begins with @ or a dot, so that no longer domain matches.",
    holds: ({ targeting }) =>
      everyOperation(targeting, ({ operator, arguments: [, ending] }) => {
        return operator !== "ends_with" || typeof ending !== "string" || !DOMAIN.test(ending);
      }),
  },
  {
    id: "TARGET-34",
    severity: "advisory",
    sentence: "Versions are compared by sem_ver and not by < or >, by which 1.10 comes before 1.9.",
    holds: ({ targeting }) =>
      everyOperation(
        targeting,
        ({ operator, arguments: list }) => !ORDERED.has(operator) || !list.some(isDottedNumber),
      ),
  },
];

function everyText(texts: readonly string[], keeps: (text: string) => boolean): boolean {
  for (let index = 0; index < texts.length; index++) if (!keeps(texts[index] ?? "")) return false;
  return true;
}

/** The empty path is the whole of the caller's attributes, or of the item inside an operator over lists. */
function namesAttributes({ variables, operations }: TargetingFacts): boolean {
  return !variables.includes("") || operations.some(({ operator }) => ITEM_OPERATORS.has(operator));
}

function comparesSeconds(targeting: TargetingFacts): boolean {
  return everyOperation(
    targeting,
    ({ arguments: list }) =>
      list.length > 3 ||
      !list.some((value) => pathOf(value) === TIMESTAMP) ||
      !list.some((value) => typeof value === "number" && Math.abs(value) >= SURELY_MILLISECONDS),
  );
}

/** Conditions stand at even places, but for a last value that has none. */
function asks(list: readonly unknown[]): boolean {
  for (let place = 0; place + 1 < list.length; place += 2) if (isPlain(list[place])) return false;
  return true;
}

function asksOnce(list: readonly unknown[]): boolean {
  const end = Math.min(list.length - 1, 2 * MAX_COMPARED_CONDITIONS);
  for (let place = 2; place < end; place += 2) {
    for (let before = 0; before < place; before += 2) {
      if (sameJson(list[before], list[place])) return false;
    }
  }
  return true;
}

function canDeviate({ targeting, defaultVariant }: Subject): boolean {
  const { present, outcomes, otherOutcomes, computedBy, truncated, malformed } = targeting;
  if (!present || truncated || malformed > 0 || computedBy.length > 0 || defaultVariant === "") return true;
  for (const name of outcomes) if (name !== defaultVariant) return true;
  return otherOutcomes.some((outcome) => outcome !== null && (outcome === true ? "true" : "false") !== defaultVariant);
}

function holdsNoAddress(value: unknown): boolean {
  return Array.isArray(value) ? !value.some(isAddress) : !isAddress(value);
}

function isAddress(value: unknown): boolean {
  return typeof value === "string" && value.includes("@", 1) && ADDRESS.test(value);
}

function isDottedNumber(value: unknown): boolean {
  return typeof value === "string" && DOTTED_NUMBERS.test(value);
}
