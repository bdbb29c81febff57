import type { Propagation } from "../../../tools/flag/answers";

/** Each step of a change, with what it may take in milliseconds. */
export const HOP_BUDGETS = { stream: 500, validation: 2_000, publish: 1_000, fan_out: 3_000 } as const;

type MeasuredHop = keyof typeof HOP_BUDGETS;

export interface HopSummary {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What each step took for the slowest service of each change, over all changes. */
export function hopSummaries(changes: readonly Propagation[]): Record<MeasuredHop, HopSummary> {
  const summary = (hop: MeasuredHop): HopSummary => {
    const slowest = changes.map(({ hops }) => hops?.[hop].max_ms ?? Number.NaN).toSorted((a, b) => a - b);
    const rank = (share: number) => slowest[Math.ceil(slowest.length * share) - 1] ?? Number.NaN;
    return { p50: rank(0.5), p99: rank(0.99), max: rank(1) };
  };
  return {
    stream: summary("stream"),
    validation: summary("validation"),
    publish: summary("publish"),
    fan_out: summary("fan_out"),
  };
}

/** Lines for whoever reads the test's output. */
export function hopTable(target: string, count: number, summaries: Record<MeasuredHop, HopSummary>): string {
  const rows = (Object.keys(HOP_BUDGETS) as MeasuredHop[]).map((hop) => {
    const { p50, p99, max } = summaries[hop];
    return `  ${hop.padEnd(12)} p50 ${p50} ms, p99 ${p99} ms, max ${max} ms (budget ${HOP_BUDGETS[hop]} ms)`;
  });
  const where = target === "local" ? "on the emulator, which is no AWS" : "on AWS";
  return [`${count} flips, the slowest of all services each, ${where}:`, ...rows].join("\n");
}
