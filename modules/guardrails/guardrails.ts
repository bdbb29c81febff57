import type { TerraformStack } from "cdktf";
import type { Target } from "../target";
import { ALL_RULES } from "./all-rules";
import type { Rule } from "./rule";
import { SynthesizedStack } from "./synthesized-stack";
import type { TerraformJson } from "./terraform-json";
import { messageOf, violationsIn } from "./violation";
import { applyWaivers, waiversUnder } from "./waiver";

export interface GuardrailsOptions {
  readonly target: Target;
  /** Gives the stack's JSON with its `//` metadata, which is where the construct paths come from. */
  readonly synthesized: () => TerraformJson;
  /**
   * The words that stand for this system in names, such as its full name and its abbreviation.
   * @default the stack's id
   */
  readonly systemNames?: readonly string[];
  /** @default all of them */
  readonly rules?: readonly Rule[];
}

/**
 * Makes synth fail with everything that the rules find in a stack, all at once.
 *
 * @example
 * attachGuardrails(stack, { target, synthesized: () => stack.toTerraform() });
 */
export function attachGuardrails(stack: TerraformStack, options: GuardrailsOptions): void {
  stack.node.addValidation({
    validate: () => {
      const rules = options.rules ?? ALL_RULES;
      const context = { target: options.target, systemNames: options.systemNames ?? [stack.node.id] };
      const violations = violationsIn(new SynthesizedStack(options.synthesized(), context), rules, stack.node.path);
      return applyWaivers(violations, waiversUnder(stack, rules)).map(messageOf).sort();
    },
  });
}
