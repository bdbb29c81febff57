/** Stands for what a record does not say. */
export const NOT_SAID = "–";

/** Pairs of a name and a value, the values one below the other. @param indent spaces before each line. */
export function pairs(rows: readonly (readonly [string, string])[], indent = 2): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${" ".repeat(indent)}${name.padEnd(width)}  ${harmless(value)}`);
}

/** Columns under headings; a column is as wide as its widest cell. @param numeric columns that line up at their end */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): readonly string[] {
  const all = [headings, ...rows.map((row) => row.map(harmless))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? "";
        return numeric.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Such as `87 ms` or `1.2 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Such as `2026-03-01 09:30:05` in UTC; what is no time stays as it is. */
export function moment(value: string | number): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString().slice(0, 19).replace("T", " ");
}

/** Such as `2 rules`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What a terminal would take for a command is shown as an escape: texts come from whoever wrote the flag. */
export function harmless(text: string): string {
  return text.replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
