import type { Rule } from "../rule";
import { nested, text } from "../terraform-json";

/** A capital, at least two words, a full stop. */
const SENTENCE = /^[A-Z].*\s.*[.?!]$/s;

export const validationWithoutSentence: Rule = {
  id: "validation-without-sentence",
  requirements: ["ALL-02"],
  check: ({ json }) =>
    Object.entries(json.variable ?? {}).flatMap(([name, { validation }]) =>
      nested(validation)
        .map(({ error_message }) => text(error_message))
        .filter((message) => !SENTENCE.test(message))
        .map((message) => ({
          address: `variable.${name}`,
          fault: `its validation answers '${message}'`,
          remedy: "Say in a sentence, with a capital and a full stop, which values are allowed",
        })),
    ),
};
