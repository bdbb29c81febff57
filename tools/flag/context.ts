import type { FlagsClient } from "./flags-client";
import type { Terminal } from "./terminal";

/** Who asks, and where the answer goes. */
export interface Caller {
  readonly terminal: Terminal;
  /** Whether the answer is for a program. */
  readonly json: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a command works with that asks the API. */
export interface Context extends Caller {
  readonly client: FlagsClient;
}

export function printJson({ terminal }: Caller, value: unknown): void {
  terminal.print(JSON.stringify(value, null, 2));
}
