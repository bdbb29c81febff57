import { isAttributes } from "./terraform-json";

/** Where one `${…}` stands in a template: `start` at the `$`, `end` after the `}`. */
interface Interpolation {
  readonly start: number;
  readonly end: number;
}

/** `aws_sqs_queue.events`, `data.aws_region.current`, `var.environment`; not the attribute names that follow them. */
const REFERENCE = /(?<![\w.-])(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*/g;

/** @returns every string in a value, however deep, `//` metadata left out. */
export function stringsIn(value: unknown): readonly string[] {
  const strings: string[] = [];
  collectStrings(value, strings);
  return strings;
}

/** @returns the expressions between `${` and `}` of a template. */
export function expressionsIn(template: string): readonly string[] {
  return interpolationsIn(template).map(({ start, end }) => template.slice(start + 2, end - 1));
}

/** @returns the addresses that the expressions in a value refer to, each once, in order of appearance. */
export function referencesIn(value: unknown): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const template of stringsIn(value)) {
    for (const expression of expressionsIn(template)) {
      for (const [address] of expression.matchAll(REFERENCE)) {
        addresses.add(address);
      }
    }
  }
  return addresses;
}

/** @returns the template with each whole `${…}` replaced. */
export function replaceInterpolations(template: string, replace: (interpolation: string) => string): string {
  let replaced = "";
  let position = 0;
  for (const { start, end } of interpolationsIn(template)) {
    replaced += template.slice(position, start) + replace(template.slice(start, end));
    position = end;
  }
  return replaced + template.slice(position);
}

/** Fills one list: a list a level would be copied at every level. */
function collectStrings(value: unknown, into: string[]): void {
  if (typeof value === "string") {
    into.push(value);
  } else if (Array.isArray(value)) {
    for (const element of value) {
      collectStrings(element, into);
    }
  } else if (isAttributes(value)) {
    for (const [key, element] of Object.entries(value)) {
      if (key !== "//") {
        collectStrings(element, into);
      }
    }
  }
}

function interpolationsIn(template: string): readonly Interpolation[] {
  const found: Interpolation[] = [];
  let start = template.indexOf("${");
  while (start !== -1) {
    // `$${` is Terraform's escape for a literal `${`.
    const escaped = template[start - 1] === "$";
    const end = escaped ? start + 2 : endOfExpression(template, start + 2);
    if (!escaped) {
      found.push({ start, end });
    }
    start = template.indexOf("${", end);
  }
  return found;
}

/** @returns the position after the `}` that closes the expression which opens at `from`. */
function endOfExpression(template: string, from: number): number {
  let depth = 1;
  let position = from;
  while (position < template.length) {
    const character = template[position];
    if (character === '"') {
      position = endOfQuoted(template, position + 1);
      continue;
    }
    position += 1;
    if (character === "{") {
      depth += 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth === 0) {
        return position;
      }
    }
  }
  return template.length;
}

/** @returns the position after the quote that closes the string literal which opens before `from`. */
function endOfQuoted(template: string, from: number): number {
  let position = from;
  while (position < template.length && template[position] !== '"') {
    if (template[position] === "\\") {
      position += 2;
    } else if (template.startsWith("${", position)) {
      position = endOfExpression(template, position + 2);
    } else {
      position += 1;
    }
  }
  return position + 1;
}
