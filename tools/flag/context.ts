import type { FlagsClient } from "./flags-client";
import type { Terminal } from "./terminal";

/** What a command works with. */
export interface Context {
  readonly client: FlagsClient;
  readonly terminal: Terminal;
  /** Whether the answer is for a program. */
  readonly json: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function printJson({ terminal }: Context, value: unknown): void {
  terminal.print(JSON.stringify(value, null, 2));
}
