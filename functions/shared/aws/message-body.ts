/**
 * A value as the JSON text of a message. SNS and SQS refuse two characters that JSON allows, U+FFFE and U+FFFF;
 * escaped, they pass and arrive unchanged.
 */
export function messageBody(value: unknown): string {
  return JSON.stringify(value).replaceAll("\ufffe", "\\ufffe").replaceAll("\uffff", "\\uffff");
}
