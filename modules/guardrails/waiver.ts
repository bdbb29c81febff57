import type { IConstruct } from "constructs";
import { ConstructError } from "../errors";
import { ALL_RULES } from "./all-rules";
import type { Rule } from "./rule";
import type { Violation } from "./violation";

/** Shorter than this, a reason only repeats that there is one. */
const SHORTEST_REASON = 15; // characters

const METADATA_TYPE = "plumbline:waiver";

interface Waiver {
  readonly path: string;
  readonly ruleId: string;
  readonly reason: string;
}

/**
 * Lets the resources at and under a construct break one rule. A waiver that nothing needs any more fails synth.
 *
 * @example
 * waive(this.publicBucket, "bucket-without-versioning", "Holds copies only; the originals are versioned.");
 */
export function waive(construct: IConstruct, ruleId: string, reason: string): void {
  if (!ALL_RULES.some((rule) => rule.id === ruleId)) {
    const known = ALL_RULES.map((rule) => rule.id).sort();
    throw new ConstructError(construct, `waives '${ruleId}', which is no rule. Use one of: ${known.join(", ")}.`);
  }
  if (reason.trim().length < SHORTEST_REASON || !/\S\s+\S/.test(reason)) {
    throw new ConstructError(
      construct,
      `waives '${ruleId}' for the reason '${reason}', which explains nothing. Say in a sentence of ${SHORTEST_REASON} characters or more why the rule does not hold here.`,
    );
  }
  construct.node.addMetadata(METADATA_TYPE, { path: construct.node.path, ruleId, reason } satisfies Waiver);
}

/** @returns the waivers of the given rules on a construct and all under it. */
export function waiversUnder(root: IConstruct, rules: readonly Rule[]): readonly Waiver[] {
  const ids = new Set(rules.map((rule) => rule.id));
  return root.node
    .findAll()
    .flatMap((construct) => construct.node.metadata.filter((entry) => entry.type === METADATA_TYPE))
    .map((entry): Waiver => entry.data)
    .filter((waiver) => ids.has(waiver.ruleId));
}

/** @returns the violations that no waiver covers, and one more for each waiver that covers none. */
export function applyWaivers(violations: readonly Violation[], waivers: readonly Waiver[]): readonly Violation[] {
  const waived = new Set(waivers.map(({ ruleId, path }) => keyOf(ruleId, path)));
  const used = new Set<string>();
  const remaining = violations.filter(({ rule, path }) => {
    const covering = pathAndAbove(path)
      .map((candidate) => keyOf(rule.id, candidate))
      .filter((key) => waived.has(key));
    for (const key of covering) {
      used.add(key);
    }
    return covering.length === 0;
  });
  const stale = waivers.filter(({ ruleId, path }) => !used.has(keyOf(ruleId, path)));
  return [...remaining, ...stale.map(staleness)];
}

function staleness({ path, ruleId, reason }: Waiver): Violation {
  return {
    rule: { id: "stale-waiver", requirements: ["ALL-13"] },
    path,
    address: "waiver",
    fault: `the waiver of '${ruleId}' ("${reason}") suppresses nothing`,
    remedy: `Remove waive(…, "${ruleId}", …) from this construct`,
  };
}

/** @returns `a/b/c`, `a/b`, `a`. */
function pathAndAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

function keyOf(ruleId: string, path: string): string {
  return `${ruleId} ${path}`;
}
