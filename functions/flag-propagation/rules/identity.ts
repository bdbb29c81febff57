import type { Rule } from "./rule";

const MIN_LENGTH = 3;
const MAX_LENGTH = 64;
const MAX_WORDS = 6;
const MAX_WORD_LENGTH = 20;

const ID_CHARACTERS = /^[a-z][a-z0-9-]*$/;
const LOOSE_HYPHEN = /--|-$/;
const JAVASCRIPT_NAMES: ReadonlySet<string> = new Set(["constructor", "prototype", "__proto__"]);
const YAML_VALUES: ReadonlySet<string> = new Set(["null", "true", "false", "yes", "off"]);
const LONG_WORD = new RegExp(`[a-z0-9]{${MAX_WORD_LENGTH + 1}}`);
const NEGATION = /(?:^|-)(?:not?|non|never|without|un|disabled?|deactivated?|hidden?)(?:-|$)/;
const FLAG_WORD = /(?:^|-)(?:flags?|toggles?|switch|feature)(?:-|$)/;
const ENVIRONMENT_WORD = /(?:^|-)(?:dev|development|test|qa|uat|staging|preprod|prod|production)(?:-|$)/;
const DATE_WORD = /(?:^|-)(?:20\d{2}|20\d{6}|q[1-4]|sprint)(?:-|$|\d)/;
const RANDOM_WORD = /(?:^|-)(?=[a-f]{0,30}\d)(?=\d{0,30}[a-f])[a-f0-9]{8,32}(?:-|$)/;
const DIGIT = /\d/;
const DOUBLED_WORD = /(?:^|-)([a-z0-9]{1,30})-\1(?:-|$)/;
const TAG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const METADATA_NAME = /^[a-zA-Z][a-zA-Z0-9]*(?:[._-][a-zA-Z0-9]+)*$/;

/** What an evaluation says beside the flag's own metadata. */
const EVALUATION_METADATA: ReadonlySet<string> = new Set(["service", "version", "stale", "age_ms", "resolved_reason"]);

/** What a flag is called, for ever, and what its parts are called. */
export const identityRules: readonly Rule[] = [
  {
    id: "IDENT-01",
    severity: "critical",
    sentence: `A flag's id has from ${MIN_LENGTH} to ${MAX_LENGTH} characters.`,
    holds: ({ flagId }) => flagId === "" || (flagId.length >= MIN_LENGTH && flagId.length <= MAX_LENGTH),
  },
  {
    id: "IDENT-02",
    severity: "critical",
    sentence: "A flag's id starts with a lower-case letter and has only lower-case letters, digits and hyphens.",
    holds: ({ flagId }) => flagId === "" || ID_CHARACTERS.test(flagId),
  },
  {
    id: "IDENT-03",
    severity: "critical",
    sentence: "Each hyphen of a flag's id stands between two words.",
    holds: ({ flagId }) => !flagId.startsWith("-") && !LOOSE_HYPHEN.test(flagId),
  },
  {
    id: "IDENT-04",
    severity: "critical",
    sentence: "A flag's id is not a name that JavaScript's objects inherit by, such as constructor or prototype.",
    holds: ({ flagId }) => !JAVASCRIPT_NAMES.has(flagId),
  },
  {
    id: "IDENT-05",
    severity: "advisory",
    sentence: "A flag's id is not a word that YAML reads as a value, such as null, true or off.",
    holds: ({ flagId }) => flagId.length > 5 || !YAML_VALUES.has(flagId),
  },
  {
    id: "IDENT-06",
    severity: "advisory",
    sentence: "A flag's id has at least two words, so that it says where the flag works and what it does.",
    holds: ({ flagId }) => flagId === "" || flagId.includes("-"),
  },
  {
    id: "IDENT-07",
    severity: "advisory",
    sentence: `A flag's id has at most ${MAX_WORDS} words, so that it can be remembered and typed.`,
    holds: ({ flagId }) => !hasMoreHyphens(flagId, MAX_WORDS - 1),
  },
  {
    id: "IDENT-08",
    severity: "advisory",
    sentence: `No word of a flag's id is longer than ${MAX_WORD_LENGTH} characters: words are joined by hyphens, not run together.`,
    holds: ({ flagId }) => flagId.length <= MAX_WORD_LENGTH || !LONG_WORD.test(flagId),
  },
  {
    id: "IDENT-09",
    severity: "advisory",
    sentence: "A flag's id says what is there when the flag is on, without a negation such as no, not or disabled.",
    holds: ({ flagId }) => !NEGATION.test(flagId),
  },
  {
    id: "IDENT-10",
    severity: "advisory",
    sentence: "A flag's id does not say that it is one, with words such as flag, toggle or feature.",
    holds: ({ flagId }) => !FLAG_WORD.test(flagId),
  },
  {
    id: "IDENT-11",
    severity: "advisory",
    sentence: "A flag's id names no environment, since the code asks for the same id in all of them.",
    holds: ({ flagId }) => !ENVIRONMENT_WORD.test(flagId),
  },
  {
    id: "IDENT-12",
    severity: "advisory",
    sentence: "A flag's id holds no year, quarter or sprint, which a late release turns wrong.",
    holds: ({ flagId }) => !DATE_WORD.test(flagId),
  },
  {
    id: "IDENT-13",
    severity: "advisory",
    sentence: "A flag's id holds no random part, such as a hash or a piece of a UUID.",
    holds: ({ flagId }) => !DIGIT.test(flagId) || !RANDOM_WORD.test(flagId),
  },
  {
    id: "IDENT-14",
    severity: "advisory",
    sentence: "A flag's id does not hold the ticket that asked for it, which the record names elsewhere.",
    holds: ({ flagId, ticket }) => ticket === "" || !DIGIT.test(flagId) || !flagId.includes(ticket.toLowerCase()),
  },
  {
    id: "IDENT-15",
    severity: "advisory",
    sentence: "A flag's id does not say the same word twice in a row.",
    holds: ({ flagId }) => !DOUBLED_WORD.test(flagId),
  },
  {
    id: "IDENT-16",
    severity: "advisory",
    sentence: "Tags are lower-case words joined by hyphens, so that all flags of one topic are found by one spelling.",
    holds: ({ tags }) => allMatch(tags, TAG),
  },
  {
    id: "IDENT-17",
    severity: "advisory",
    sentence:
      "Names of metadata start with a letter and have only letters and digits, joined by dots, hyphens or underscores.",
    holds: ({ metadataKeys }) => allMatch(metadataKeys, METADATA_NAME),
  },
  {
    id: "IDENT-18",
    severity: "advisory",
    sentence:
      "Metadata has no name that an evaluation uses itself: service, version, stale, age_ms or resolved_reason.",
    holds: ({ metadataKeys }) => noneIn(metadataKeys, EVALUATION_METADATA),
  },
];

function hasMoreHyphens(text: string, most: number): boolean {
  let hyphens = 0;
  for (let at = text.indexOf("-"); at >= 0 && hyphens <= most; at = text.indexOf("-", at + 1)) hyphens += 1;
  return hyphens > most;
}

/** An empty text counts as one that was no text, which is another rule's. */
function allMatch(texts: readonly string[], pattern: RegExp): boolean {
  for (const text of texts) if (text !== "" && !pattern.test(text)) return false;
  return true;
}

function noneIn(texts: readonly string[], forbidden: ReadonlySet<string>): boolean {
  for (const text of texts) if (forbidden.has(text)) return false;
  return true;
}
