import type { JourneyContext, Step } from "./journey";
import type { Service } from "./service";

/** How a system is run on this machine. */
export interface LocalSystem {
  /** The name of its stack. */
  readonly name: string;
  readonly services: readonly Service[];
  /** One real thing sent through the system, measured step by step. */
  journey(context: JourneyContext): readonly Step[];
  /** Environment variables that the system's own tools read in another shell. @default none */
  shellVariables?(context: JourneyContext): Readonly<Record<string, string>>;
}
