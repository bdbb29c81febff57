import type { Ternary } from "./ternary";

/*
 * Characters of Unicode's private use area that stand for what is no text. `*` and `?` themselves can't: a star that
 * comes out of a policy variable is a star, not a wildcard.
 */
export const ANY = "\uE000"; // any run of characters, an empty one too
export const ONE = "\uE001"; // any one character
export const UNKNOWN = "\uE002"; // something that the configuration alone does not tell

/** From the first marker to the end of the last: markers may hold others. */
const UNKNOWN_MARKERS = /⟨unknown: .*⟩/s;

/** @returns a text with what is unknown in it as the one character `UNKNOWN`. */
export function maskUnknown(text: string): string {
  return text.includes("⟨unknown: ") ? text.replace(UNKNOWN_MARKERS, UNKNOWN) : text;
}

/** @returns whether a text matches a pattern, upper and lower case told apart. */
export function matches(pattern: string, text: string): Ternary {
  if (!pattern.includes(UNKNOWN)) {
    // Only `ANY` covers the unknown part of a text, and then it covers whatever that turns out to be.
    if (glob(pattern, text)) return true;
    return text.includes(UNKNOWN) ? "unknown" : false;
  }
  if (text.includes(UNKNOWN)) return "unknown";
  return glob(pattern.replaceAll(UNKNOWN, ANY), text) ? "unknown" : false;
}

/** One pass that returns to the last `ANY` only: no pattern makes it slow, as it would a regular expression. */
function glob(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastAny = -1;
  let coveredByAny = 0;
  while (inText < text.length) {
    const expected = pattern[inPattern];
    const found = text[inText];
    if (expected === ANY) {
      lastAny = inPattern;
      coveredByAny = inText;
      inPattern += 1;
    } else if (expected === found || (expected === ONE && found !== UNKNOWN)) {
      inPattern += 1;
      inText += 1;
    } else if (lastAny !== -1) {
      coveredByAny += 1;
      inText = coveredByAny;
      inPattern = lastAny + 1;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === ANY) {
    inPattern += 1;
  }
  return inPattern === pattern.length;
}
