import type { ProvenStack } from "./proven-stack";

/** Of the report, not of the project: a reader that knows this number can read it. */
const REPORT_VERSION = 1;

/** For programs: every connection with its calls and their evidence, every finding. */
export function jsonReport(stacks: readonly ProvenStack[]): string {
  const report = {
    version: REPORT_VERSION,
    holds: stacks.every(({ proof }) => proof.findings.length === 0),
    stacks: stacks.map(({ name, file, proof }) => ({ name, file, edges: proof.edges, findings: proof.findings })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
