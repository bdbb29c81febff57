declare module "asl-validator" {
  /** Checks a state machine's definition against the schema of Amazon States Language and the paths in it. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  };
}
