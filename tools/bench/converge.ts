import { convergenceChart, convergenceTable, forecasts, limitTable } from "../simulation/convergence/report";
import { printTable } from "./report";

/**
 * Predicts how long a change takes to be in the caches of all services, and where the design stops holding. A queueing
 * model with named times (tools/simulation/convergence/times.ts): it measures nothing on this machine, so it has no bounds.
 */
export async function benchConverge(): Promise<readonly string[]> {
  const all = forecasts();
  const { header, rows } = convergenceTable(all);
  printTable("Predicted: from the write of a flag to the last service's cache", header, rows);
  console.log(`\nPredicted, p50 as #, p99 as -\n  ${convergenceChart(all).join("\n  ")}`);
  const limits = limitTable();
  printTable("Predicted: changes a second at which a part is full", limits.header, limits.rows);
  return [];
}
