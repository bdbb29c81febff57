import type { StepResult } from "./systems/journey";

const HEADINGS = ["System", "Step", "Latency", "Budget", "Outcome"] as const;
/** Columns of numbers line up at their end. */
const NUMERIC = new Set<number>([2, 3]);

/** The closing table: each step with how long it took, how long it may take, and what came out. */
export function resultTable(results: readonly StepResult[]): string {
  const rows = results.map((result) => [
    result.system,
    result.step,
    result.latencyMs === undefined ? "–" : milliseconds(result.latencyMs),
    milliseconds(result.budgetMs),
    result.outcome,
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        NUMERIC.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(HEADINGS), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")} ms`;
}
