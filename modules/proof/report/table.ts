import type { Finding } from "../model";
import type { ProvenEdge } from "../verdicts";
import { columns } from "./columns";
import { evidenceLines } from "./evidence";
import type { ProvenStack } from "./proven-stack";

const HEADINGS = ["From", "To", "Connection", "Verdict", "Evidence"];

/** For a terminal: each connection with what allows it, and what is wrong below. */
export function tableReport(stacks: readonly ProvenStack[]): string {
  return `${stacks.map(stackReport).join("\n\n")}\n`;
}

function stackReport({ name, file, proof }: ProvenStack): string {
  const { edges, findings } = proof;
  const count = edges.length === 0 ? "no connections" : plural(edges.length, "connection");
  return [
    `${name} (${file}): ${count}, ${findings.length === 0 ? "nothing found" : plural(findings.length, "finding")}`,
    ...(edges.length === 0 ? [] : [columns(HEADINGS, edges.flatMap(rows))]),
    ...findings.map(findingReport),
  ].join("\n\n");
}

/** A line for each block of its evidence; only the first names the connection. */
function rows(edge: ProvenEdge): string[][] {
  return evidenceLines(edge).map((line, index) =>
    index === 0 ? [edge.from, edge.to, edge.kind, edge.verdict, line] : ["", "", "", "", line],
  );
}

/** One finding, as `npm run proof` and a refused synth show it. */
export function findingReport({ rule, address, path, fault, remedy }: Finding): string {
  const place = path === undefined ? address : `${address} [${path}]`;
  return `${rule}: ${place}\n  ${fault}\n  Remedy: ${remedy}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
