import type { Finding, Rule } from "./rule";
import type { SynthesizedStack } from "./synthesized-stack";

/** A finding, where its construct stands, and the rule that found it. */
export interface Violation extends Finding {
  readonly rule: Pick<Rule, "id" | "requirements">;
  readonly path: string;
}

/** @returns all that the rules find; a block without a construct path of its own, such as a variable, has the stack's. */
export function violationsIn(stack: SynthesizedStack, rules: readonly Rule[], stackPath: string): readonly Violation[] {
  return rules.flatMap((rule) =>
    rule.check(stack).map((finding) => ({ ...finding, rule, path: stack.block(finding.address)?.path ?? stackPath })),
  );
}

/** @returns `path (address): fault. remedy. [rule-id, ALL-nn]` */
export function messageOf({ path, address, fault, remedy, rule }: Violation): string {
  return `${path} (${address}): ${fault}. ${remedy}. [${[rule.id, ...rule.requirements].join(", ")}]`;
}
