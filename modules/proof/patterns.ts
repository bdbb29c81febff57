/** Patterns met so far; a stack has few, and each is put to many texts. */
const compiled = new Map<string, RegExp>();

/** @returns whether a pattern of IAM's covers a text: `*` is any text, `?` any character, the rest stands for itself. */
export function covers(pattern: string, text: string): boolean {
  if (pattern === text || pattern === "*") return true;
  if (!/[*?]/.test(pattern)) return false;
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    regex = new RegExp(`^${source}$`, "s");
    compiled.set(pattern, regex);
  }
  return regex.test(text);
}

/** @returns whether a pattern covers an action; their case does not count. */
export function coversAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}
