/** The JSON of one synthesized stack, `//` metadata included, as cdktf's `toTerraform()` gives it. */
export interface TerraformJson {
  readonly terraform?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly variable?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** What a rule found wrong with one block. */
export interface Finding {
  /** Terraform address of the block: `aws_iam_role.items`, `variable.environment`, or `terraform`. */
  readonly address: string;
  /** What is wrong, with the value given. */
  readonly fault: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** One thing that is forbidden, decided from Terraform JSON alone. */
export interface Rule {
  /** Kebab case, named by what it forbids: `role-with-fixed-name`. */
  readonly id: string;
  /** Requirement ids it holds, such as `ALL-03`. */
  readonly requirements: readonly string[];
  check(json: TerraformJson): readonly Finding[];
}
