const INK = /\S/;
const MAX_FILLER = 24;
const FILLER =
  /^\W*(?:to ?do|tbd|tba|fix ?me|xxx+|wip|tests?|testing|tmp|temp|foo|bar|asdf\w{0,8}|qwerty|lorem ipsum|changes?|updated?|fix(?:e[sd])?|none|n\/?a|nothing|placeholder|\?+|\.+|-+|\d+)?\W*$/i;
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]/u;

/** Whether a text is white space alone; an empty one is. */
export function isBlank(text: string): boolean {
  return !INK.test(text);
}

/** Whether a text only holds a place, such as "TODO" or "test."; an empty one does not. */
export function isFiller(text: string): boolean {
  return text !== "" && text.length <= MAX_FILLER && FILLER.test(text);
}

/** Whether a text has a line break or another character that forges lines of a log. */
export function hasControls(text: string): boolean {
  return UNPRINTABLE.test(text);
}
