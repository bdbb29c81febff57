import type { Context } from "./context";
import { ANY, maskUnknown, ONE } from "./glob";

/** @returns the text to match with, or undefined where a policy variable in it has no value in this request. */
export type Pattern = (context: Context) => string | undefined;

/** `${aws:PrincipalAccount}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`; `*`; `?`. */
const SPECIAL = /\$\{([^}]*)\}|[*?]/g;

const KEY_WITH_DEFAULT = /^([^,]*?)\s*,\s*'(.*)'$/s;

/**
 * Reads a value of a statement once, so that each request only fills in the variables.
 *
 * @param wildcards whether `*` and `?` are wildcards, as in `Resource` and `StringLike`, or themselves, as in `StringEquals`.
 */
export function compilePattern(source: string, wildcards: boolean): Pattern {
  const parts: Pattern[] = [];
  const masked = maskUnknown(source);
  let position = 0;
  for (const found of masked.matchAll(SPECIAL)) {
    parts.push(constant(masked.slice(position, found.index)));
    parts.push(found[1] === undefined ? constant(wildcards ? wildcard(found[0]) : found[0]) : variable(found[1]));
    position = found.index + found[0].length;
  }
  const rest = masked.slice(position);
  if (parts.length === 0) return constant(rest);
  return joined([...parts, constant(rest)], !masked.includes("${"));
}

function constant(text: string): Pattern {
  return () => text;
}

function wildcard(character: string): string {
  return character === "*" ? ANY : ONE;
}

/** `${*}`, `${?}` and `${$}` are AWS's way to write the character itself; a set of values fills in for nothing. */
function variable(expression: string): Pattern {
  if (["*", "?", "$"].includes(expression)) return constant(expression);
  const [, key = expression, fallback] = KEY_WITH_DEFAULT.exec(expression) ?? [];
  const name = key.trim().toLowerCase();
  return (context) => {
    const value = context.get(name) ?? fallback;
    return typeof value === "string" ? value : undefined;
  };
}

function joined(parts: readonly Pattern[], isConstant: boolean): Pattern {
  const join: Pattern = (context) => {
    let text = "";
    for (const part of parts) {
      const value = part(context);
      if (value === undefined) return undefined;
      text += value;
    }
    return text;
  };
  return isConstant ? constant(join(new Map()) ?? "") : join;
}
