import { ExpressionError } from "./syntax";

/** A stretch of a template: text as it stands, or what stands between `${` and `}`. */
export type Part = { readonly literal: string } | { readonly expression: string };

/** @returns whether a string is more than its own text. */
export function isTemplate(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/** @throws ExpressionError for `%{ if … }` and `%{ for … }`, which are not read, and for a `${` without its `}`. */
export function splitTemplate(text: string): readonly Part[] {
  const parts: Part[] = [];
  let literal = "";
  let position = 0;
  while (position < text.length) {
    const next = nextMarker(text, position);
    literal += text.slice(position, next);
    position = next;
    if (text.startsWith("$${", position) || text.startsWith("%%{", position)) {
      literal += text.slice(position + 1, position + 3);
      position += 3;
    } else if (text.startsWith("${", position)) {
      const end = endOfInterpolation(text, position + 2);
      parts.push({ literal }, { expression: withoutTrimMarks(text.slice(position + 2, end - 1)) });
      literal = "";
      position = end;
    } else if (text.startsWith("%{", position)) {
      throw new ExpressionError("template directives are not read");
    } else if (position < text.length) {
      literal += text[position];
      position += 1;
    }
  }
  parts.push({ literal });
  return parts.filter((part) => !("literal" in part) || part.literal !== "");
}

/** @returns the position after the quote that closes the string which opens before `from`. */
export function endOfQuoted(text: string, from: number): number {
  return endOf(text, from, true);
}

/** @returns the position after the `}` that closes the expression which opens before `from`. */
function endOfInterpolation(text: string, from: number): number {
  return endOf(text, from, false);
}

/** Keeps its own stack of what is open, so that no depth of nesting exhausts the call stack. */
function endOf(text: string, from: number, quoted: boolean): number {
  const open: ("quote" | "brace")[] = [quoted ? "quote" : "brace"];
  let position = from;
  while (position < text.length) {
    const character = text[position];
    if (open.at(-1) === "quote") {
      if (character === "\\" || text.startsWith("$${", position)) {
        position += 1;
      } else if (character === '"') {
        open.pop();
      } else if (text.startsWith("${", position)) {
        open.push("brace");
        position += 1;
      }
    } else if (character === '"') {
      open.push("quote");
    } else if (character === "{") {
      open.push("brace");
    } else if (character === "}") {
      open.pop();
    }
    position += 1;
    if (open.length === 0) {
      return position;
    }
  }
  throw new ExpressionError(quoted ? "a string is not closed" : "a ${ is not closed");
}

function nextMarker(text: string, from: number): number {
  for (let position = from; position < text.length; position += 1) {
    if (text[position] === "$" || text[position] === "%") {
      return position;
    }
  }
  return text.length;
}

/** `${~ x ~}` trims the white space around it, which no value that the proof compares depends on. */
function withoutTrimMarks(expression: string): string {
  return expression.replace(/^~/, "").replace(/~$/, "");
}
