import { ExpressionError } from "./syntax";
import { endOfQuoted } from "./template";

export interface Token {
  readonly kind: "identifier" | "number" | "string" | "operator" | "end";
  /** As written; of a string, what stands between its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%!<>?:,.=()[\]{}]/y;

/** @throws ExpressionError at a character that no expression holds. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = endOfMatch(SPACE, source, 0);
  while (position < source.length) {
    const token = tokenAt(source, position);
    tokens.push(token);
    position = endOfMatch(SPACE, source, token.end);
  }
  tokens.push({ kind: "end", text: "", start: source.length, end: source.length });
  return tokens;
}

function tokenAt(source: string, start: number): Token {
  if (source[start] === '"') {
    const end = endOfQuoted(source, start + 1);
    return { kind: "string", text: source.slice(start + 1, end - 1), start, end };
  }
  for (const [kind, pattern] of [
    ["identifier", IDENTIFIER],
    ["number", NUMBER],
    ["operator", OPERATOR],
  ] as const) {
    const end = endOfMatch(pattern, source, start);
    if (end > start) {
      return { kind, text: source.slice(start, end), start, end };
    }
  }
  throw new ExpressionError(`unexpected ${JSON.stringify(source[start])}`);
}

function endOfMatch(pattern: RegExp, source: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(source) ? pattern.lastIndex : from;
}
