import type { Rule } from "./rule";
import type { Subject } from "./subject";
import { isDeeper, mayHoldTexts, sizeOf, someName, someText } from "./values";
import { areDifferent, differByMoreThanCase, haveSameMembers, haveSameTypes, MAX_VARIANTS } from "./variant-comparison";

const MAX_NAME = 64;
const MAX_TEXT = 1024;
const MAX_LEVELS = 5;
const MAX_SIZE = 100;

const GAP = /[\s\p{Cc}]/u;
const PLAIN_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const WHOLE_NUMBER = /^\d{1,10}$/;
const ABSENCE: ReadonlySet<string> = new Set(["default", "null", "undefined", "none"]);
const SAYS_TRUE = /^(?:on|true|yes|enabled?|active)$/i;
const SAYS_FALSE = /^(?:off|false|no|disabled?|inactive)$/i;
const QUOTED_TRUTH = /^(?:true|false)$/i;
const QUOTED_NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
const LOOSE_ENDS = /^\s|\s$/;
/** All but tab and line breaks. */
const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const CREDENTIAL = new RegExp(
  [
    "(?:AKIA|ASIA)[0-9A-Z]{16}",
    "-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY",
    "xox[abeprs]-[0-9A-Za-z-]{10}",
    "gh[opsur]_[0-9A-Za-z]{36}",
    "glpat-[\\w-]{20}",
    "[rs]k_live_[0-9A-Za-z]{16}",
    "AIza[\\w-]{35}",
    "eyJ(?:hbGciOi|0eXAiOi|raWQiOi)[\\w-]{4,200}\\.eyJ",
    "://[^\\s/:@]{1,64}:[^\\s/@]{1,128}@",
  ].join("|"),
);
const CREDENTIAL_NAME =
  /(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|(?:access|auth|refresh|bearer)[_-]?token)$/i;

/** What a flag can resolve to: the names that targeting goes by, and the values that services get. */
export const variantRules: readonly Rule[] = [
  {
    id: "VARIANT-01",
    severity: "critical",
    sentence: "A flag has a variant.",
    holds: ({ raw, valueType }) => valueType !== "none" || !isEmptyObject(raw.variants),
  },
  {
    id: "VARIANT-02",
    severity: "advisory",
    sentence: "A flag has at least two variants: with one, there is nothing to be switched.",
    holds: ({ variantNames }) => variantNames.length !== 1,
  },
  {
    id: "VARIANT-03",
    severity: "critical",
    sentence: `A flag has at most ${MAX_VARIANTS} variants.`,
    holds: ({ variantNames }) => variantNames.length <= MAX_VARIANTS,
  },
  {
    id: "VARIANT-04",
    severity: "critical",
    sentence: "The default variant is one of the flag's variants.",
    holds: ({ defaultVariant, variantNames }) =>
      defaultVariant === "" || variantNames.length === 0 || variantNames.includes(defaultVariant),
  },
  {
    id: "VARIANT-05",
    severity: "critical",
    sentence: "The values of all variants have one type, since a service asks for that type alone.",
    holds: ({ valueType }) => valueType !== "mixed",
  },
  {
    id: "VARIANT-06",
    severity: "critical",
    sentence: `The name of a variant has from 1 to ${MAX_NAME} characters.`,
    holds: ({ variantNames }) => {
      for (const name of variantNames) if (name.length === 0 || name.length > MAX_NAME) return false;
      return true;
    },
  },
  {
    id: "VARIANT-07",
    severity: "critical",
    sentence:
      "The name of a variant holds no white space and no control character, which would make two names look alike.",
    holds: ({ variantNames }) => {
      for (const name of variantNames) if (GAP.test(name)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-08",
    severity: "advisory",
    sentence: "The name of a variant is lower-case words or numbers, joined by hyphens, dots or underscores.",
    holds: ({ variantNames }) => {
      for (const name of variantNames) if (!PLAIN_NAME.test(name)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-09",
    severity: "advisory",
    sentence: "No two names of variants differ in nothing but capital letters.",
    holds: ({ variantNames }) => differByMoreThanCase(variantNames),
  },
  {
    id: "VARIANT-10",
    severity: "advisory",
    sentence: "No variant is called by a bare number, since JavaScript moves such members before all others.",
    holds: ({ variantNames }) => {
      for (const name of variantNames) if (WHOLE_NUMBER.test(name)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-11",
    severity: "advisory",
    sentence: "No variant is called default, none, null or undefined, which say that there was no variant.",
    holds: ({ variantNames }) => {
      for (const name of variantNames) if (ABSENCE.has(name)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-12",
    severity: "advisory",
    sentence: "No two variants have the same text, number or truth value, of which one is of no use.",
    holds: ({ variantValues }) => areDifferent(variantValues),
  },
  {
    id: "VARIANT-13",
    severity: "critical",
    sentence: "A truth value is what its name says: a variant called on is true, one called off is false.",
    holds: saysWhatItIs,
  },
  {
    id: "VARIANT-14",
    severity: "advisory",
    sentence:
      "A release or an experiment of a truth value is false by default, so that a mistake in targeting shows nothing new.",
    holds: (subject) => !isTrial(subject) || defaultValue(subject) !== true,
  },
  {
    id: "VARIANT-15",
    severity: "advisory",
    sentence: "Truth values and numbers are given as such, not as texts in quotes.",
    holds: ({ valueType, variantValues }) =>
      valueType !== "string" || (!allMatch(variantValues, QUOTED_TRUTH) && !allMatch(variantValues, QUOTED_NUMBER)),
  },
  {
    id: "VARIANT-16",
    severity: "advisory",
    sentence: `A text has at most ${MAX_TEXT.toLocaleString("en")} characters: longer ones belong in a store of content that the flag names.`,
    holds: ({ variantValues }) => {
      for (const value of variantValues) if (typeof value === "string" && value.length > MAX_TEXT) return false;
      return true;
    },
  },
  {
    id: "VARIANT-17",
    severity: "advisory",
    sentence: "A text neither begins nor ends with white space, which services compare and nobody sees.",
    holds: (subject) => !mayHoldTexts(subject) || !someText(subject.variantValues, LOOSE_ENDS),
  },
  {
    id: "VARIANT-18",
    severity: "critical",
    sentence: "No text in a value holds a control character other than a tab or a line break.",
    holds: (subject) => !mayHoldTexts(subject) || !someText(subject.variantValues, CONTROL),
  },
  {
    id: "VARIANT-19",
    severity: "critical",
    sentence: "A whole number is at most 2^53 - 1 in magnitude, so that every language reads the same one.",
    holds: ({ variantValues }) => {
      for (const value of variantValues) if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-20",
    severity: "advisory",
    sentence: "Numbers are whole in all variants or in none: a service that asks for integers fails on the others.",
    holds: ({ valueType, variantValues }) => valueType !== "number" || areAllWholeOrNone(variantValues),
  },
  {
    id: "VARIANT-21",
    severity: "advisory",
    sentence: "Objects have the same members in all variants, so that no service meets a missing one.",
    holds: ({ valueType, variantValues }) => valueType !== "object" || haveSameMembers(variantValues),
  },
  {
    id: "VARIANT-22",
    severity: "critical",
    sentence: "A member of an object has one type in all variants, null apart.",
    holds: ({ valueType, variantValues }) => valueType !== "object" || haveSameTypes(variantValues),
  },
  {
    id: "VARIANT-23",
    severity: "advisory",
    sentence: `A value is nested at most ${MAX_LEVELS} levels deep.`,
    holds: ({ variantValues }) => {
      for (const value of variantValues) if (isDeeper(value, MAX_LEVELS)) return false;
      return true;
    },
  },
  {
    id: "VARIANT-24",
    severity: "advisory",
    sentence: `An object holds at most ${MAX_SIZE} values, itself counted: a flag picks a configuration and need not be all of it.`,
    holds: ({ variantValues }) => {
      for (const value of variantValues)
        if (typeof value === "object" && sizeOf(value, MAX_SIZE) > MAX_SIZE) return false;
      return true;
    },
  },
  {
    id: "VARIANT-25",
    severity: "critical",
    sentence:
      "Neither a value nor metadata holds a credential, such as an access key, a private key or a password in an address.",
    holds: (subject) =>
      (!mayHoldTexts(subject) || !someText(subject.variantValues, CREDENTIAL)) &&
      !someText(subject.metadataValues, CREDENTIAL),
  },
  {
    id: "VARIANT-26",
    severity: "critical",
    sentence: "No member of a value is called by a credential's name, such as password, secret or apiKey.",
    holds: (subject) => !mayHoldTexts(subject) || !someName(subject.variantValues, CREDENTIAL_NAME),
  },
];

function isEmptyObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const _ in value) return false;
  return true;
}

function saysWhatItIs({ valueType, variantNames, variantValues }: Subject): boolean {
  if (valueType !== "boolean") return true;
  for (let index = 0; index < variantNames.length; index++) {
    const contrary = variantValues[index] === true ? SAYS_FALSE : SAYS_TRUE;
    if (contrary.test(variantNames[index] ?? "")) return false;
  }
  return true;
}

function isTrial({ kind }: Subject): boolean {
  return kind === "release" || kind === "experiment";
}

function defaultValue({ variantNames, variantValues, defaultVariant }: Subject): unknown {
  return variantValues[variantNames.indexOf(defaultVariant)];
}

function allMatch(values: readonly unknown[], pattern: RegExp): boolean {
  for (const value of values) if (typeof value === "string" && !pattern.test(value)) return false;
  return true;
}

function areAllWholeOrNone(values: readonly unknown[]): boolean {
  const whole = Number.isInteger(values[0]);
  for (const value of values) if (Number.isInteger(value) !== whole) return false;
  return true;
}
