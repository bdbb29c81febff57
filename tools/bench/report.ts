/** A table for a terminal: the first column to the left, numbers to the right. */
export function printTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  console.log(`\n${title}`);
  for (const line of lines) console.log(`  ${line.map(pad).join("  ")}`);
}

/** A ratio that must not be above its limit. */
export interface Bound {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

/** Prints each bound with its value, and returns a sentence for each that is broken. */
export function checkBounds(bounds: readonly Bound[]): string[] {
  const rows = bounds.map(({ what, value, limit }) => [
    what,
    format(value),
    format(limit),
    value <= limit ? "ok" : "BROKEN",
  ]);
  printTable("Bounds", ["", "measured", "at most", ""], rows);
  return bounds
    .filter(({ value, limit }) => !(value <= limit))
    .map(({ what, value, limit }) => `${what} is ${format(value)}, at most ${format(limit)} is allowed.`);
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

export function format(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
