import type { Rule } from "./rule";
import type { Subject } from "./subject";
import { mayHoldTexts, someText } from "./values";

const PROD = "prod";
const NAME = /^[a-z][a-z0-9-]{1,11}$/;
const OTHER_WORDS_FOR_PROD: ReadonlySet<string> = new Set(["production", "prd", "live"]);

/** The way of a change, as far as environments are called by these names. */
const STAGES: ReadonlyMap<string, number> = new Map([
  ["dev", 0],
  ["test", 1],
  ["qa", 1],
  ["uat", 2],
  ["staging", 2],
  ["preprod", 3],
  [PROD, 4],
]);
const LAST_STAGE_BEFORE_PROD = 2;

const RESERVED_DOMAIN = /[@.](?:example(?:\.com|\.net|\.org)?|test|invalid|localhost|local)$/i;
const THIS_MACHINE =
  /(?:^|:\/\/|@)(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|169\.254(?:\.\d{1,3}){2})(?=[:/?#]|$)/i;
/** A label of a host other than its last, or the last word of one, as in `api.staging.shops.com` and `api-dev.shops.com`. */
const TRIAL_HOST =
  /:\/\/(?:[^\s/?#]{0,120}[.@-])?(?:dev|development|test|testing|qa|uat|staging|stage|preprod|sandbox)\./i;
const PROD_HOST = /:\/\/(?:[^\s/?#]{0,120}[.@-])?(?:prod|production|prd)\./i;
const UNENCRYPTED = /(?:^|[^a-z0-9])(?:http|ws|ftp|redis|amqp|mqtt):\/\//i;
const TRIAL_NAME = /^(?:test|tests|tmp|temp|foo|bar|baz|debug|wip|todo|dummy|xxx?)(?:[._-]|$|\d)/i;
const ENVIRONMENT_MEMBER: ReadonlySet<string> = new Set(["environment", "env", "stage"]);

/** Which environment a flag is for, how it came there, and what production asks for beyond all others. */
export const environmentRules: readonly Rule[] = [
  {
    id: "ENV-01",
    severity: "critical",
    sentence:
      "A flag's environment is that of the deployment it is written in, so that none is restored or copied into another.",
    holds: ({ environment, context }) => environment === "" || environment === context.environment,
  },
  {
    id: "ENV-02",
    severity: "critical",
    sentence: "An environment is called by 2 to 12 lower-case letters, digits and hyphens, a letter first.",
    holds: ({ environment }) => environment === "" || NAME.test(environment),
  },
  {
    id: "ENV-03",
    severity: "advisory",
    sentence: "Production is called prod, since all that is stricter there goes by that name.",
    holds: ({ environment }) => !OTHER_WORDS_FOR_PROD.has(environment),
  },
  {
    id: "ENV-04",
    severity: "critical",
    sentence: "A flag is promoted from another environment than its own.",
    holds: ({ promotedFrom, environment }) => promotedFrom === "" || promotedFrom !== environment,
  },
  {
    id: "ENV-05",
    severity: "advisory",
    sentence: "A flag is promoted towards production, never back from it.",
    holds: ({ promotedFrom, environment }) => {
      const from = STAGES.get(promotedFrom);
      const to = STAGES.get(environment);
      return from === undefined || to === undefined || from <= to;
    },
  },
  {
    id: "ENV-06",
    severity: "critical",
    sentence: "In prod, a release or an experiment says in which environment it was tried before.",
    holds: (subject) => !isTrialInProd(subject) || subject.raw.promotion !== undefined,
  },
  {
    id: "ENV-07",
    severity: "advisory",
    sentence: "In prod, a flag was promoted from the last stage before it, such as staging, not from an earlier one.",
    holds: (subject) =>
      !isInProd(subject) || (STAGES.get(subject.promotedFrom) ?? LAST_STAGE_BEFORE_PROD) >= LAST_STAGE_BEFORE_PROD,
  },
  {
    id: "ENV-08",
    severity: "critical",
    sentence:
      "In prod, a second person has approved every change but that of an operational flag, which an incident cannot wait for.",
    holds: (subject) =>
      !isInProd(subject) || subject.kind === "" || subject.kind === "operational" || subject.raw.approval !== undefined,
  },
  {
    id: "ENV-09",
    severity: "advisory",
    sentence: "In prod, a flag names the ticket that asked for it.",
    holds: (subject) => !isInProd(subject) || subject.deleted || subject.raw.ticket !== undefined,
  },
  {
    id: "ENV-10",
    severity: "advisory",
    sentence:
      "In prod, the owner's email is of a domain that receives mail, not of one reserved for examples and tests.",
    holds: (subject) => !isInProd(subject) || !RESERVED_DOMAIN.test(subject.email),
  },
  {
    id: "ENV-11",
    severity: "critical",
    sentence: "In prod, no value leads to the machine that reads it, such as localhost or 127.0.0.1.",
    holds: (subject) => !isInProd(subject) || !mayHoldTexts(subject) || !someText(subject.variantValues, THIS_MACHINE),
  },
  {
    id: "ENV-12",
    severity: "critical",
    sentence: "In prod, no address in a value leads to an environment of trials, such as api.staging.shops.com.",
    holds: (subject) => !isInProd(subject) || !mayHoldTexts(subject) || !someText(subject.variantValues, TRIAL_HOST),
  },
  {
    id: "ENV-13",
    severity: "critical",
    sentence: "Outside of prod, no address in a value leads into prod, where a trial would change real data.",
    holds: (subject) => isInProd(subject) || !mayHoldTexts(subject) || !someText(subject.variantValues, PROD_HOST),
  },
  {
    id: "ENV-14",
    severity: "critical",
    sentence: "In prod, every address in a value is of an encrypted protocol, such as https.",
    holds: (subject) => !isInProd(subject) || !mayHoldTexts(subject) || !someText(subject.variantValues, UNENCRYPTED),
  },
  {
    id: "ENV-15",
    severity: "advisory",
    sentence: "In prod, no variant has the name of a trial, such as test, tmp or debug.",
    holds: (subject) => !isInProd(subject) || !someMatch(subject.variantNames, TRIAL_NAME),
  },
  {
    id: "ENV-16",
    severity: "critical",
    sentence:
      "In prod, a version carries the principal that AWS authenticated, so that nothing is written around the API.",
    holds: (subject) => !isInProd(subject) || (subject.raw.principal !== undefined && subject.raw.principal !== ""),
  },
  {
    id: "ENV-17",
    severity: "critical",
    sentence: "In prod, a permission of a truth value is false by default, so that whom targeting forgets is denied.",
    holds: (subject) => !isInProd(subject) || subject.kind !== "permission" || !isTrueByDefault(subject),
  },
  {
    id: "ENV-18",
    severity: "advisory",
    sentence: "Neither metadata nor tags name another environment than the flag's own.",
    holds: ({ environment, metadataKeys, metadataValues, tags }) =>
      !metadataNamesAnother(metadataKeys, metadataValues, environment) && !tagsNameAnother(tags, environment),
  },
];

function isInProd({ context }: Subject): boolean {
  return context.environment === PROD;
}

function isTrialInProd({ context, kind }: Subject): boolean {
  return context.environment === PROD && (kind === "release" || kind === "experiment");
}

function isTrueByDefault({ variantNames, variantValues, defaultVariant }: Subject): boolean {
  return variantValues[variantNames.indexOf(defaultVariant)] === true;
}

function someMatch(texts: readonly string[], pattern: RegExp): boolean {
  for (const text of texts) if (pattern.test(text)) return true;
  return false;
}

function metadataNamesAnother(names: readonly string[], values: readonly unknown[], environment: string): boolean {
  for (let index = 0; index < names.length; index++) {
    if (ENVIRONMENT_MEMBER.has(names[index] ?? "") && values[index] !== environment) return true;
  }
  return false;
}

function tagsNameAnother(tags: readonly string[], environment: string): boolean {
  for (const tag of tags) if (tag !== environment && STAGES.has(tag)) return true;
  return false;
}
