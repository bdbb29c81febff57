import type { BrokenRule, Hop, Propagation } from "./answers";
import { count, duration, pairs, table } from "./text";

/** Services that lag and are named: a screenful. */
const NAMED = 12;

const HOPS: readonly (readonly [Hop, string])[] = [
  ["stream", "table to validator"],
  ["validation", "validation"],
  ["publish", "validator to topic"],
  ["queue", "topic to queue"],
  ["cache", "queue to cache"],
  ["total", "in all"],
];

export function isRefused({ verdict }: Propagation): boolean {
  return verdict !== null && !verdict.valid;
}

/** Whether the newest version was found valid and is in every service. */
export function isConverged({ version, target_version, release, services }: Propagation): boolean {
  return target_version === version && release === undefined && services.converged === services.total;
}

/** `154 of 156 services at version 42`, or `wave 5 %: 8 of 8 services at version 42, then 25 %` */
export function convergence({ services, target_version, release }: Propagation): string {
  const of = `${services.converged} of ${count(services.total, "service")}`;
  if (target_version === null) return `${of}: no version is valid yet`;
  const at = `${of} at version ${target_version}`;
  return release === undefined
    ? at
    : `wave ${release.share} %: ${at}, then ${release.next_share < 100 ? `${release.next_share} %` : "all"}`;
}

/** All that is known about how far a flag has come. */
export function propagationLines(propagation: Propagation): readonly string[] {
  const { flag_id, verdict, target_version, slowest_ms, hops } = propagation;
  const lines = [`${flag_id}: ${convergence(propagation)}`];
  const lagging = target_version === null ? [] : laggingRows(propagation);
  lines.push(
    ...pairs([
      ["verdict", verdictText(propagation)],
      ...(slowest_ms === null ? [] : ([["slowest", `${duration(slowest_ms)} after it was written`]] as const)),
      ...lagging,
    ]),
  );
  if (verdict !== null && verdict.broken.length > 0) lines.push("Broken:", ...rules(verdict.broken));
  if (verdict !== null && verdict.advisories.length > 0) {
    lines.push("Advice, which refuses nothing:", ...rules(verdict.advisories));
  }
  if (hops) {
    const rows = HOPS.map(([hop, name]) => [
      name,
      ...[hops[hop].p50_ms, hops[hop].p99_ms, hops[hop].max_ms].map((value) => duration(value)),
    ]);
    lines.push("", ...table(["HOP", "P50", "P99", "MAX"], rows, [1, 2, 3]).map((line) => `  ${line}`));
  }
  return lines;
}

/** In a few words, for a table. */
export function verdictWord({ verdict }: Propagation): string {
  if (verdict === null) return "pending";
  return verdict.valid ? "valid" : "refused";
}

function verdictText({ version, verdict }: Propagation): string {
  if (verdict === null) return `version ${version} waits for the validator`;
  return verdict.valid
    ? `version ${version} is valid`
    : `version ${version} was refused: it breaks ${count(verdict.broken.length, "rule")}, and goes nowhere`;
}

function laggingRows({ services: { lagging } }: Propagation): readonly (readonly [string, string])[] {
  const named = lagging.slice(0, NAMED).map(({ service, version }) => {
    return `${service} ${version === null ? "has none" : `at ${version}`}`;
  });
  const more = lagging.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].map((text, index) => [
    index === 0 ? "lagging" : "",
    text,
  ]);
}

function rules(broken: readonly BrokenRule[]): readonly string[] {
  return pairs(broken.map(({ id, sentence }) => [id, sentence]));
}
