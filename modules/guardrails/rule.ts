import type { SynthesizedStack } from "./synthesized-stack";

/** What a rule found wrong with one block. */
export interface Finding {
  /** Terraform address of the block: `aws_iam_role.items`, `variable.environment`, or `terraform`. */
  readonly address: string;
  /** What is wrong, with the value given; no full stop at its end. */
  readonly fault: string;
  /** What to write instead; no full stop at its end. */
  readonly remedy: string;
}

/** One thing that is forbidden, decided from Terraform JSON alone. */
export interface Rule {
  /** Kebab case, named by what it forbids: `role-with-fixed-name`. */
  readonly id: string;
  /** Requirement ids it holds, such as `ALL-03`. */
  readonly requirements: readonly string[];
  check(stack: SynthesizedStack): readonly Finding[];
}
